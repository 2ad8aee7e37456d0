"""Store machine-suggested matches of a claim, and what people decide about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims.models import Claim, Match, Precedent
from claims.selectors.matching import Likeness, match_text
from claims.services import moves
from claims.services.inputs import Problems
from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.core.errors import Invalid

SUGGESTED_AT_MOST = 10
SUGGESTED_FROM_SCORE = 0.5
DECISIONS = (Match.State.CONFIRMED.value, Match.State.REJECTED.value)


def likenesses_of(claim_id: int) -> list[Likeness]:
    """Return what is like the claim's text, worth a look; slow, so no transaction is held."""
    claim = Claim.objects.filter(pk=claim_id).first()
    found = match_text(claim.text, SUGGESTED_AT_MOST, except_claim=claim_id) if claim else []
    return [likeness for likeness in found if likeness.score >= SUGGESTED_FROM_SCORE]


def store_matches(claim_id: int, found: Sequence[Likeness]) -> None:
    """Write ``found`` as suggested matches in the current transaction; those known already stay as they are."""
    rows = [
        Match(
            claim_id=claim_id,
            other_id=likeness.id if likeness.kind == "claim" else None,
            precedent_id=likeness.id if likeness.kind == "precedent" else None,
            score=likeness.score,
            explanation=list(likeness.explanation),
            model=likeness.model,
        )
        for likeness in found
    ]
    Match.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def decide_match(*, claim_id: int, kind: str, other_id: int, decision: str, actor: User) -> Match:
    """Return the match of a claim with another claim or a precedent, confirmed or rejected by a person.

    Args:
        claim_id: of the claim.
        kind: ``claim`` or ``precedent``, what ``other_id`` is of.
        other_id: what it is compared with.
        decision: ``confirmed`` or ``rejected``; an earlier decision is replaced.
        actor: a fact-checker.

    Raises:
        NotFound: no such claim.
        NotPermitted: the actor is no fact-checker.
        Invalid: unknown decision, or nothing else to compare with.
    """
    claim = moves.lock_claim(claim_id)
    policy.require("claim.decide_match", actor)
    problems = Problems()
    problems.choice("decision", decision, DECISIONS)
    problems.choice("kind", kind, ("claim", "precedent"))
    problems.refuse()
    model = Claim if kind == "claim" else Precedent
    if (kind == "claim" and other_id == claim_id) or not model._default_manager.filter(pk=other_id).exists():
        raise Invalid({"other": ["Name another claim, or a precedent."]})
    pair: dict[str, Any] = (
        {"other_id": other_id, "precedent": None} if kind == "claim" else {"precedent_id": other_id, "other": None}
    )
    columns = {"state": decision, "decided_by": actor, "decided_at": timezone.now()}
    match, _ = Match.objects.update_or_create(claim=claim, **pair, defaults=columns)
    moves.tell(claim, match, moves.Event(f"match.{decision}", actor, {"match": match.pk}))
    return match
