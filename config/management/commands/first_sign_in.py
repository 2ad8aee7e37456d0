"""``manage.py first_sign_in``: make the first accounts of a new installation and show how to sign in, once."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction

from factcheck.accounts.roles import Role

FIRST_ACCOUNTS = (("admin", Role.ADMINISTRATOR), ("editor", Role.EDITOR))


class Command(BaseCommand):
    """Does nothing when anybody has an account already."""

    help = "Create the first administrator and editor on an empty installation and print their passwords once."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Create both accounts and print them."""
        people = get_user_model().objects
        if people.exists():
            return
        self.stdout.write("First sign-in; the passwords are shown this once, change them:")
        for username, role in FIRST_ACCOUNTS:
            password = secrets.token_urlsafe(12)
            staff = role == Role.ADMINISTRATOR
            people.create_user(username, password=password, role=role, is_staff=True, is_superuser=staff)
            self.stdout.write(f"  {username:<8} {password}   ({Role(role).label})")
