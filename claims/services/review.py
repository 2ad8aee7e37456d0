"""Submit a verdict, vote on it, settle a split vote."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from claims.models import Claim, ClaimRevision, Decision, Rating, ReviewPolicy, Verdict, Vote
from claims.selectors.facts import verdict_facts
from claims.services import moves
from claims.services.endings import end
from claims.services.inputs import Problems
from claims.workflow import VERDICT_MOVES, missing_facts, named
from factcheck.accounts.models import User
from factcheck.core.errors import Invalid

REASON_MAX_CHARACTERS = 5000


@transaction.atomic
def submit(*, verdict_id: int, actor: User, version: int | None = None) -> Verdict:
    """Return the verdict, in review: wording, claimant and date of its claim are frozen, so is what it cites.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
    """
    verdict = moves.lock_verdict(verdict_id)
    row = moves.require_verdict(verdict, "submit", actor=actor, version=version)
    revision = _freeze(verdict.claim)
    review_policy = ReviewPolicy.objects.get(is_current=True)
    columns = {"claim_revision": revision, "policy": review_policy, "submitted_at": timezone.now()}
    data = {
        "verdict": verdict.pk,
        "claim_revision": revision.number,
        "policy": review_policy.number,
        "evidence": list(verdict.citations.values_list("evidence_id", flat=True)),
    }
    moves.carry_out(verdict, row, moves.Event("verdict.submitted", actor, data), columns)
    return verdict


@transaction.atomic
def vote(*, verdict_id: int, rating: str, reason: str = "", actor: User) -> Verdict:
    """Record the actor's own rating and return the verdict, approved or sent to adjudication if the votes decide.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
        Invalid: the verdict's scale has no such rating, or the reason is too long.
    """
    verdict = moves.lock_verdict(verdict_id)
    moves.require_verdict(verdict, "vote", actor=actor)
    problems = Problems()
    problems.text("reason", reason, at_most=REASON_MAX_CHARACTERS)
    problems.refuse()
    ballot = Vote.objects.create(verdict=verdict, voter=actor, rating=_same_scale(verdict, rating), reason=reason)
    moves.tell(verdict.claim, ballot, moves.Event("verdict.voted", actor, {"verdict": verdict.pk}))
    _decide(verdict, actor=actor)
    return verdict


@transaction.atomic
def adjudicate(*, verdict_id: int, decision: str, reason: str, rating: str = "", actor: User) -> Verdict:
    """Return the verdict, approved as drafted or returned, by an editor who neither wrote it nor voted on it.

    Args:
        verdict_id: of the verdict.
        decision: ``approve`` or ``return``.
        reason: why, for those who disagree.
        rating: the editor's own; to approve, that of the draft or empty.
        actor: the editor.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
        Invalid: unknown decision or rating, another rating approved, or no reason.
    """
    verdict = moves.lock_verdict(verdict_id)
    name = "adjudicate_approve" if decision == "approve" else "adjudicate_return"
    row = moves.require_verdict(verdict, name, actor=actor)
    problems = Problems()
    problems.choice("decision", decision, ("approve", "return"))
    problems.text("reason", reason, at_most=REASON_MAX_CHARACTERS, is_required=True)
    problems.refuse()
    own = _same_scale(verdict, rating) if rating else None
    if decision == "return":
        ending = Decision(kind=Decision.Kind.ADJUDICATED_RETURNED, rating=own, reason=reason, made_by=actor)
        return end(verdict, row, ending, "verdict.returned")
    if own is not None and own != verdict.rating:
        raise Invalid({"rating": ["Only the draft's own rating can be approved: return it to have another."]})
    approved = Decision.Kind.ADJUDICATED_APPROVED
    Decision.objects.create(verdict=verdict, kind=approved, rating=verdict.rating, reason=reason, made_by=actor)
    event = moves.Event("verdict.approved", actor, {"verdict": verdict.pk, "by": "adjudication"})
    moves.carry_out(verdict, row, event, {"approved_at": timezone.now()})
    return verdict


def _decide(verdict: Verdict, *, actor: User) -> None:
    """Take the move that the votes now in lead to, if any (ARCHITECTURE.md, "Votes")."""
    facts = verdict_facts([verdict])[verdict.pk]
    data: dict[str, Any] = {"verdict": verdict.pk, "by": "votes"}
    (approve,) = named(VERDICT_MOVES, "approve")
    (escalate,) = named(VERDICT_MOVES, "escalate")
    if not missing_facts(approve, facts):
        event = moves.Event("verdict.approved", actor, data)
        moves.carry_out(verdict, approve, event, {"approved_at": timezone.now()})
    elif not missing_facts(escalate, facts):
        moves.carry_out(verdict, escalate, moves.Event("verdict.escalated", actor, data))


def _same_scale(verdict: Verdict, key: str) -> Rating:
    scale_id = verdict.rating.scale_id if verdict.rating else None
    rating = Rating.objects.filter(scale=scale_id, key=key).first()
    if rating is None:
        raise Invalid({"rating": ["The scale of this verdict has no such rating."]})
    return rating


def _freeze(claim: Claim) -> ClaimRevision:
    """Return the revision that says what the locked claim says now: the last one, or a new one if that differs."""
    appearances = list(claim.appearances.select_related("claimant", "article"))
    first = appearances[0] if appearances else None
    claimant = first.claimant if first else None
    content: dict[str, Any] = {
        "text": claim.text,
        "language": claim.language,
        "claimant": claimant,
        "claimant_name": claimant.name if claimant else "",
        "claimant_kind": claimant.kind if claimant else "",
        "claimant_same_as": claimant.same_as if claimant else "",
        "claim_date": first.said_on if first else None,
        "appearances": list(dict.fromkeys(a.url for a in appearances if a.url)),
    }
    last = claim.revisions.order_by("-number").first()
    if last is not None and all(getattr(last, name) == value for name, value in content.items()):
        return last
    return ClaimRevision.objects.create(claim=claim, number=last.number + 1 if last else 1, **content)
