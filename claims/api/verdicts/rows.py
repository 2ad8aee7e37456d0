"""Builds what answers say about verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from claims.api.claims.rows import id_or_none
from claims.models import ClaimRevision, Correction, Decision, Rating, Verdict, Vote
from claims.permissions import available_actions
from claims.selectors.facts import verdict_facts
from claims.selectors.verdicts import shown_votes, verdicts_in_full
from claims.workflow import VERDICT_MOVES
from factcheck.accounts.api.people import person
from factcheck.accounts.models import User
from factcheck.core.errors import NotFound


def verdict_detail(verdict_id: int, actor: User) -> dict[str, Any]:
    """Return the ``VerdictShape`` of one verdict.

    Raises:
        NotFound: there is none.
    """
    verdict = verdicts_in_full().filter(pk=verdict_id).first()
    if verdict is None:
        raise NotFound("There is no such verdict.")
    return verdict_rows([verdict], actor)[0]


def verdict_rows(verdicts: Sequence[Verdict], actor: User) -> list[dict[str, Any]]:
    """Return a ``VerdictShape`` for each of ``verdicts_in_full``."""
    facts = verdict_facts(verdicts)
    return [_row(verdict, facts[verdict.pk], actor) for verdict in verdicts]


def _row(verdict: Verdict, facts: dict[str, Any], actor: User) -> dict[str, Any]:
    correction = getattr(verdict, "correction", None)
    return {
        "id": str(verdict.pk),
        "claim": str(verdict.claim_id),
        "number": verdict.number,
        "state": verdict.state,
        "rating": rating(verdict.rating),
        "summary": verdict.summary,
        "justification": verdict.justification,
        "evidence": [str(citation.evidence_id) for citation in verdict.citations.all()],
        "author": person(verdict.author),
        "based_on": id_or_none(verdict.based_on_id),
        "claim_revision": _revision(verdict.claim_revision),
        "policy": _policy(verdict),
        "votes": [_vote(vote) for vote in shown_votes(verdict, actor.pk)],
        "votes_cast": len(verdict.votes.all()),
        "decisions": [_decision(decision) for decision in verdict.decisions.all()],
        "correction": correction_row(correction) if correction else None,
        "submitted_at": verdict.submitted_at,
        "approved_at": verdict.approved_at,
        "published_at": verdict.published_at,
        "published_by": person(verdict.published_by),
        "ended_at": verdict.ended_at,
        "created_at": verdict.created_at,
        "updated_at": verdict.updated_at,
        "version": verdict.version,
        "available_actions": available_actions(VERDICT_MOVES, state=verdict.state, actor=actor, facts=facts),
    }


def rating(row: Rating | None) -> dict[str, Any] | None:
    """Return how an answer shows a rating, which may be none yet."""
    if row is None:
        return None
    return {
        "id": str(row.pk),
        "key": row.key,
        "label": row.label,
        "rating_class": row.rating_class,
        "value": row.value,
    }


def correction_row(row: Correction) -> dict[str, Any]:
    """Return the ``CorrectionShape`` of one of ``corrections_in_full``; it moves by its verdicts, never by itself."""
    return {
        "id": str(row.pk),
        "claim": str(row.corrected.claim_id),
        "corrected": str(row.corrected_id),
        "draft": id_or_none(row.draft_id),
        "kind": row.kind,
        "note": row.note,
        "asked_by": person(row.asked_by),
        "confirmed_by": person(row.confirmed_by),
        "effective_at": row.effective_at,
        "abandoned_at": row.abandoned_at,
        "created_at": row.created_at,
        "available_actions": [],
    }


def _vote(vote: Vote) -> dict[str, Any]:
    return {
        "id": str(vote.pk),
        "voter": person(vote.voter),
        "rating": rating(vote.rating),
        "reason": vote.reason,
        "created_at": vote.created_at,
    }


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "id": str(decision.pk),
        "kind": decision.kind,
        "rating": rating(decision.rating),
        "reason": decision.reason,
        "made_by": person(decision.made_by),
        "created_at": decision.created_at,
    }


def _revision(revision: ClaimRevision | None) -> dict[str, Any] | None:
    if revision is None:
        return None
    return {
        "id": str(revision.pk),
        "number": revision.number,
        "text": revision.text,
        "language": revision.language,
        "claimant": revision.claimant_name,
        "claim_date": revision.claim_date,
        "appearances": revision.appearances,
    }


def _policy(verdict: Verdict) -> dict[str, int] | None:
    policy = verdict.policy
    if policy is None:
        return None
    return {"number": policy.number, "votes_required": policy.votes_required, "votes_max": policy.votes_max}
