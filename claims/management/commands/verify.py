"""``verify``: check audit trail, stored bytes, texts, quotations and public pages against each other."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.services.verification import Verification, verify
from factcheck.core.errors import NotFound


class Command(BaseCommand):
    help = "Check that audit trail, stored bytes, texts, quotations and public pages still agree; exit 1 if not."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--claim", type=int, metavar="ID", help="only what this claim rests on")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *args: Any, claim: int | None, as_json: bool, **options: Any) -> None:
        try:
            result = verify(claim_id=claim)
        except NotFound as error:
            raise CommandError(error.detail) from error
        self.stdout.write(json.dumps(result.as_json(), indent=2) if as_json else _as_text(result))
        if not result.ok:
            raise SystemExit(1)


def _as_text(result: Verification) -> str:
    lines = [f"{kind.replace('_', ' ')}: {number} checked" for kind, number in result.checked.items()]
    lines += [f"BROKEN {item.kind} {item.id}: {item.what}" for item in result.broken]
    return "\n".join([*lines, "All hold." if result.ok else f"{len(result.broken)} do not hold."])
