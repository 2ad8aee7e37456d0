"""Verdicts with everything an answer shows about them."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from claims.models import Citation, Correction, Decision, Verdict, Vote
from claims.workflow import VerdictState


def verdicts_in_full() -> QuerySet[Verdict]:
    """Return verdicts with people, rating, frozen claim, citations, votes, decisions and correction: four queries."""
    votes = Vote.objects.select_related("voter", "rating")
    decisions = Decision.objects.select_related("made_by", "rating")
    return Verdict.objects.select_related(
        "rating", "author", "published_by", "claim_revision", "policy", *_of_correction("correction__")
    ).prefetch_related(
        Prefetch("citations", queryset=Citation.objects.only("verdict_id", "evidence_id", "position")),
        Prefetch("votes", queryset=votes),
        Prefetch("decisions", queryset=decisions),
    )


def corrections_in_full() -> QuerySet[Correction]:
    """Return corrections with the people and the corrected verdict's claim: one query."""
    return Correction.objects.select_related(*_of_correction("")).defer(
        "corrected__summary", "corrected__justification"
    )


def shown_votes(verdict: Verdict, viewer_id: int) -> list[Vote]:
    """Return the votes of ``verdict`` that ``viewer_id`` may see: until the votes decide, nobody's but their own.

    Reviewers rate independently (ARCHITECTURE.md, "Vote"), so nobody votes having seen another's vote.
    """
    votes = list(verdict.votes.all())
    if verdict.state != VerdictState.IN_REVIEW:
        return votes
    return [vote for vote in votes if vote.voter_id == viewer_id]


def _of_correction(prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}{name}" for name in ("corrected", "asked_by", "confirmed_by"))
