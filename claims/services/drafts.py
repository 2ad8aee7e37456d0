"""Draft a verdict and edit it until it is submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from claims.models import Citation, Claim, Correction, Evidence, Rating, Verdict
from claims.models.verdict import CITATIONS_MAX, JUSTIFICATION_MAX_CHARACTERS
from claims.services import moves
from claims.services.inputs import Problems
from claims.workflow import CLAIM_MOVES, named
from factcheck.accounts.models import User
from factcheck.core.errors import Invalid

SUMMARY_MAX_CHARACTERS = 2000


@dataclass(frozen=True)
class NewVerdict:
    """A verdict as its author writes it; anything may be empty until it is submitted.

    ``rating`` is a key of the current scale; ``evidence`` are ids in the order of citation.
    """

    rating: str = ""
    summary: str = ""
    justification: str = ""
    evidence: Sequence[int] = ()


EDITABLE = tuple(NewVerdict.__dataclass_fields__)


@transaction.atomic
def draft(*, claim_id: int, new: NewVerdict, actor: User) -> Verdict:
    """Return a new draft for the accepted claim, based on the last verdict if that was returned or withdrawn.

    Drafting anew after a returned correction carries that correction on, with its kind and note.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``; another verdict is open, or one is published.
        Invalid: a field breaks a rule or limit.
    """
    claim = moves.lock_claim(claim_id)
    rows = named(CLAIM_MOVES, "draft") + named(CLAIM_MOVES, "redraft")
    row = moves.require(rows, moves.claim_situation(claim), actor=actor)
    _judge(new)
    last = claim.verdicts.order_by("-number").first()
    based_on = last if last and last.state in {"returned", "withdrawn"} else None
    verdict = create(claim, new, author=actor, based_on=based_on)
    if row.name == "redraft" and based_on is not None:
        before = based_on.correction
        Correction.objects.create(
            corrected=before.corrected, draft=verdict, kind=before.kind, note=before.note, asked_by=actor
        )
    return verdict


def create(claim: Claim, new: NewVerdict, *, author: User, based_on: Verdict | None) -> Verdict:
    """Write a draft already judged on the locked ``claim`` in the current transaction."""
    last = claim.verdicts.aggregate(last=Max("number"))["last"] or 0
    verdict = Verdict.objects.create(
        claim=claim,
        number=last + 1,
        rating=rating_keyed(new.rating),
        summary=new.summary,
        justification=new.justification,
        author=author,
        based_on=based_on,
    )
    _cite(verdict, new.evidence)
    _tell(verdict, "verdict.drafted", author)
    return verdict


@transaction.atomic
def edit(*, verdict_id: int, changes: Mapping[str, Any], actor: User, version: int | None = None) -> Verdict:
    """Change some of ``EDITABLE`` on the actor's own draft and return it.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
        Invalid: a field breaks a rule or limit, or cannot be changed.
    """
    verdict = moves.lock_verdict(verdict_id)
    row = moves.require_verdict(verdict, "edit", actor=actor, version=version)
    problems = Problems()
    problems.known(changes, EDITABLE)
    problems.refuse()
    _judge(NewVerdict(**changes))
    columns = {name: changes[name] for name in ("summary", "justification") if name in changes}
    if "rating" in changes:
        columns["rating"] = rating_keyed(changes["rating"])
    if "evidence" in changes:
        verdict.citations.all().delete()
        _cite(verdict, changes["evidence"])
    event = moves.Event("verdict.edited", actor, {"verdict": verdict.pk, "fields": sorted(changes)})
    moves.carry_out(verdict, row, event, columns)
    return verdict


def rating_keyed(key: str) -> Rating | None:
    """Return the rating of the current scale that ``key`` names, or None for an empty key.

    Raises:
        Invalid: the scale has no such rating.
    """
    if not key:
        return None
    rating = Rating.objects.filter(scale__is_current=True, key=key).first()
    if rating is None:
        raise Invalid({"rating": ["The current scale has no such rating."]})
    return rating


def _cite(verdict: Verdict, evidence_ids: Sequence[int]) -> None:
    wanted = list(dict.fromkeys(evidence_ids))
    if len(wanted) > CITATIONS_MAX:
        raise Invalid({"evidence": [f"The limit is {CITATIONS_MAX} citations."]})
    standing = Evidence.objects.filter(claim=verdict.claim_id, withdrawn_at=None, pk__in=wanted)
    unknown = set(wanted) - set(standing.values_list("pk", flat=True))
    if unknown:
        names = ", ".join(str(pk) for pk in sorted(unknown))
        raise Invalid({"evidence": [f"Not standing evidence of this claim: {names}."]})
    Citation.objects.bulk_create(
        Citation(verdict=verdict, evidence_id=pk, position=number) for number, pk in enumerate(wanted, start=1)
    )


def _tell(verdict: Verdict, name: str, actor: User) -> None:
    moves.tell(verdict.claim, verdict, moves.Event(name, actor, {"verdict": verdict.pk}))


def _judge(new: NewVerdict) -> None:
    problems = Problems()
    problems.text("summary", new.summary, at_most=SUMMARY_MAX_CHARACTERS)
    problems.text("justification", new.justification, at_most=JUSTIFICATION_MAX_CHARACTERS)
    problems.refuse()
