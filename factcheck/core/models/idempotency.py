"""Answers kept so that a repeated POST has one effect."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

KEY_CHARACTERS = 255
PATH_CHARACTERS = 512


class IdempotencyKey(models.Model):
    """The 2xx answer to one POST, written in the transaction of its effect and kept for a day."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    method = models.CharField(max_length=8)
    path = models.CharField(max_length=PATH_CHARACTERS)
    key = models.CharField(max_length=KEY_CHARACTERS)
    request_sha256 = models.CharField(max_length=64)
    role = models.CharField(max_length=20, blank=True, help_text="The person's role when the effect took place.")
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["user", "method", "path", "key"], name="core_idempotency_once"),
            models.CheckConstraint(
                condition=models.Q(status__gte=200, status__lt=300), name="core_idempotency_only_success"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"
