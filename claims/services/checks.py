"""Ask whether an action would be refused, without doing it: what a view needs to refuse a broken request in order."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from claims.selectors.facts import evidence_facts, evidence_state, verdict_facts
from claims.services import moves, suggestions
from claims.workflow import CLAIM_MOVES, EVIDENCE_MOVES, VERDICT_MOVES, Move
from factcheck.accounts.models import User


@transaction.atomic
def claim_action(*, claim_id: int, action: str, actor: User, version: int | None = None) -> None:
    """Do nothing when ``actor`` may do it now, by any row of the table that this action asks for.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
    """
    situation = moves.claim_situation(moves.lock_claim(claim_id))
    moves.require(_asked_as(action, CLAIM_MOVES), situation, actor=actor, version=version)


@transaction.atomic
def verdict_action(*, verdict_id: int, action: str, actor: User, version: int | None = None) -> None:
    """Do nothing when ``actor`` may do it now, by any row of the table that this action asks for.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
    """
    verdict = moves.lock_verdict(verdict_id)
    situation = moves.Situation(verdict.state, verdict.version, verdict_facts([verdict])[verdict.pk])
    moves.require(_asked_as(action, VERDICT_MOVES), situation, actor=actor, version=version)


@transaction.atomic
def evidence_action(*, evidence_id: int, action: str, actor: User, version: int | None = None) -> None:
    """Do nothing when ``actor`` may do it now.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
    """
    evidence = moves.lock_evidence(evidence_id)
    situation = moves.Situation(evidence_state(evidence), evidence.version, evidence_facts([evidence])[evidence.pk])
    moves.require(_asked_as(action, EVIDENCE_MOVES), situation, actor=actor, version=version)


@transaction.atomic
def suggestion_action(*, suggestion_id: int, action: str, actor: User) -> None:
    """Do nothing when ``actor`` may do it now.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
    """
    suggestions.require(suggestion_id, action, actor)


def _asked_as(action: str, table: Iterable[Move]) -> tuple[Move, ...]:
    return tuple(move for move in table if move.action == action)
