"""``manage.py prepare``: all that a start needs, in one process, because each costs seconds to load."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Runs before each ``make up``; changes nothing when all is up to date."""

    help = "Migrate, collect static files, and make the first accounts of an empty installation."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the three commands."""
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("first_sign_in", stdout=self.stdout)
