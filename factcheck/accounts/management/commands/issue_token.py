"""``issue_token USERNAME --role ROLE``: a bearer token for a script or a first look."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from factcheck.accounts.roles import Role
from factcheck.accounts.services import tokens
from factcheck.core.errors import DomainError


class Command(BaseCommand):
    help = "Print a new API token for a person, who is created when missing. The token alone is on the last line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--label", default="issue_token", help="what uses the token")

    def handle(self, *args: Any, username: str, role: str, label: str, **options: Any) -> None:
        try:
            issued = tokens.issue_for_username(username=username, role=Role(role), label=label)
        except DomainError as error:
            raise CommandError(error.detail) from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        self.stdout.write(f"Token for {username} ({role}); it is shown only now:")
        self.stdout.write(issued.secret)
