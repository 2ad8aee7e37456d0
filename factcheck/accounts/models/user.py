"""The person who signs in."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models

from factcheck.accounts.roles import Role


class User(AbstractUser):
    """A member of the desk. Deactivated, never deleted: history points here with PROTECT."""

    role = models.CharField(max_length=20, choices=Role.choices, default=Role.VIEWER)
    time_zone = models.CharField(max_length=64, default="UTC", help_text="IANA name; pages show times in it.")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("username",)
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_user_role_known"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username
