"""``check "TEXT"``: look a statement up and print the passages that bear on it; without a text, Django's own checks."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands.check import Command as SystemCheck

from claims.models import Claim, ClaimInquiry
from claims.services import claims, triage
from claims.services.claims import NewClaim
from factcheck.accounts.services.operator import operator
from factcheck.core.errors import DomainError, Invalid
from factcheck.sources import selectors
from factcheck.sources.models import Ranking
from factcheck.sources.services.working import work_until

SHOWN = 10


class Command(SystemCheck):
    help = 'Check a statement: check "TEXT". Without a text: check the entire Django project for potential problems.'

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--wait", type=float, default=60.0, metavar="S", help="seconds to wait for sources")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        labels = {config.label for config in apps.get_app_configs()}
        if not args or all(given in labels for given in args):
            super().handle(*args, **options)
            return
        if len(args) > 1:
            raise CommandError("Put the statement in quotation marks.")
        claim, inquiry_id = _ask(str(args[0]))
        is_done = lambda: selectors.is_settled(selectors.inquiry_counts([inquiry_id]))  # noqa: E731
        work_until(is_done, timeout_s=options["wait"])
        self.stdout.write(_as_json(claim, inquiry_id) if options["as_json"] else _as_text(claim, inquiry_id))


def _ask(text: str) -> tuple[Claim, int]:
    try:
        claim = claims.submit_claim(new=NewClaim(text=text), actor=operator())
        claim = triage.accept(claim_id=claim.pk, actor=operator())
    except Invalid as error:
        raise CommandError("; ".join(" ".join(said) for said in error.errors.values())) from error
    except DomainError as error:
        raise CommandError(error.detail) from error
    return claim, ClaimInquiry.objects.get(claim=claim).inquiry_id


def _best(inquiry_id: int) -> list[Ranking]:
    return list(selectors.ranked_passages([inquiry_id])[:SHOWN])


def _as_json(claim: Claim, inquiry_id: int) -> str:
    shown = {
        "claim": {"id": str(claim.pk), "text": claim.text, "state": claim.state, "language": claim.language},
        "counts": selectors.inquiry_counts([inquiry_id]),
        "passages": [_passage(row) for row in _best(inquiry_id)],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _passage(row: Ranking) -> dict[str, Any]:
    text = row.passage.snapshot_text
    return {
        "text": row.words,  # type: ignore[attr-defined]  # annotated by the selector
        "score": row.score,
        "source": text.publisher or text.title,
        "url": text.snapshot.final_url or None,
        "start": row.passage.start,
        "end": row.passage.end,
    }


def _as_text(claim: Claim, inquiry_id: int) -> str:
    lines = [f"Claim {claim.pk}: {claim.text}"]
    for kind, states in selectors.inquiry_counts([inquiry_id]).items():
        lines.append(f"{kind}: {', '.join(f'{count} {state}' for state, count in sorted(states.items())) or 'none'}")
    passages = map(_passage, _best(inquiry_id))
    shown = [f"  {found['score']:.2f}  {found['source']}: {' '.join(found['text'].split())}" for found in passages]
    return "\n".join(lines + shown)
