"""``queue``: what waits, what runs, how fast it goes (docs/reference/commands.md)."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from factcheck.sources import selectors


class Command(BaseCommand):
    help = "Show the queues: rows by state, the age of the oldest due row, fetches a second, the busiest hosts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *args: Any, as_json: bool, **options: Any) -> None:
        report = selectors.queue_report()
        self.stdout.write(json.dumps(report, indent=2) if as_json else _as_text(report))


def _as_text(report: dict[str, Any]) -> str:
    lines = []
    for kind in ("fetch", "lookup", "analysis", "delivery"):
        states = ", ".join(f"{count} {state}" for state, count in sorted(report[kind].items())) or "none"
        lines.append(f"{kind:<9} {states}")
    lines.append(f"oldest due row: {report['oldest_age_s']:.0f} s; {report['rate_per_s']:.1f} fetches a second")
    lines += [f"{host['open']:>7}  {host['host']}" for host in report["hosts"]]
    return "\n".join(lines)
