"""The one way a claim or verdict moves: lock, check, write, audit, outbox; in that order, in one transaction.

Locks are taken claim first, then verdict or evidence. Refusals come in one order everywhere: the object is missing
(``NotFound``), this person may not (``NotPermitted``), they acted on an old version (``Stale``), the state or a fact
forbids it (``NotAllowedInState``), and only then is the input itself judged (``Invalid``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils import timezone

from claims.models import Claim, Evidence, Verdict
from claims.selectors.facts import claim_facts, evidence_facts, evidence_state, verdict_facts
from claims.services.stages import note_stage
from claims.workflow import (
    CLAIM_MOVES,
    EVIDENCE_MOVES,
    FACT_REASONS,
    STAYS,
    VERDICT_MOVES,
    Move,
    missing_facts,
    named,
)
from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.core.errors import NotAllowedInState, NotFound, NotPermitted, Stale
from factcheck.core.services import audit, outbox


@dataclass(frozen=True)
class Event:
    """What the trail and the outbox will say: ``claim.accepted``; ``data`` holds ids, states and digests only."""

    name: str
    actor: User | None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Situation:
    """Where an object stands, as far as rules care."""

    state: str
    version: int
    facts: Mapping[str, Any]


def lock_claim(claim_id: int) -> Claim:
    """Return the claim, locked until the transaction ends.

    Raises:
        NotFound: when there is none.
    """
    claim = Claim.objects.select_for_update().filter(pk=claim_id).first()
    if claim is None:
        raise NotFound("There is no such claim.")
    return claim


def lock_verdict(verdict_id: int) -> Verdict:
    """Return the verdict, locked after its claim; ``verdict.claim`` is the locked claim.

    Raises:
        NotFound: when there is none.
    """
    claim_id = Verdict.objects.filter(pk=verdict_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise NotFound("There is no such verdict.")
    claim = lock_claim(claim_id)
    verdict = Verdict.objects.select_for_update(of=("self",)).select_related("policy", "rating").get(pk=verdict_id)
    verdict.claim = claim
    return verdict


def lock_evidence(evidence_id: int) -> Evidence:
    """Return the piece of evidence, locked after its claim; ``evidence.claim`` is the locked claim.

    Raises:
        NotFound: when there is none.
    """
    claim_id = Evidence.objects.filter(pk=evidence_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise NotFound("There is no such evidence.")
    claim = lock_claim(claim_id)
    evidence = Evidence.objects.select_for_update().get(pk=evidence_id)
    evidence.claim = claim
    return evidence


def require_claim(claim: Claim, name: str, *, actor: User, version: int | None = None) -> Move:
    """Return the row that lets ``actor`` do ``name`` with the locked claim now; raises as ``require``."""
    return require(named(CLAIM_MOVES, name), claim_situation(claim), actor=actor, version=version)


def claim_situation(claim: Claim) -> Situation:
    """Return where the locked claim stands."""
    return Situation(claim.state, claim.version, claim_facts([claim])[claim.pk])


def require_verdict(verdict: Verdict, name: str, *, actor: User, version: int | None = None) -> Move:
    """Return the row that lets ``actor`` do ``name`` with the locked verdict now; raises as ``require``."""
    situation = Situation(verdict.state, verdict.version, verdict_facts([verdict])[verdict.pk])
    return require(named(VERDICT_MOVES, name), situation, actor=actor, version=version)


def require_evidence(evidence: Evidence, name: str, *, actor: User, version: int | None = None) -> Move:
    """Return the row that lets ``actor`` do ``name`` with the locked evidence now; raises as ``require``."""
    situation = Situation(evidence_state(evidence), evidence.version, evidence_facts([evidence])[evidence.pk])
    return require(named(EVIDENCE_MOVES, name), situation, actor=actor, version=version)


def require(rows: tuple[Move, ...], situation: Situation, *, actor: User, version: int | None = None) -> Move:
    """Return the first of ``rows`` that ``actor`` may take now.

    Args:
        rows: the rows of one move; a move may have several, each for other states.
        situation: of the locked object.
        actor: who asks.
        version: the one the actor has seen, or None when the move relies on the state alone.

    Raises:
        NotPermitted: the actor may take none of them.
        Stale: the object has another version by now.
        NotAllowedInState: its state, or a fact the row needs, forbids it.
    """
    here = [row for row in rows if situation.state in row.sources]
    refusals = [policy.refusal(row.permission, actor, situation.facts) for row in here or rows]
    if refusals and all(refusals):
        raise NotPermitted(str(refusals[0]))
    if version is not None and version != situation.version:
        raise Stale
    if not here:
        raise NotAllowedInState(f"Not possible while the state is “{situation.state}”.")
    permitted = [row for row, refusal in zip(here, refusals, strict=True) if refusal is None]
    missing = [missing_facts(row, situation.facts) for row in permitted]
    for row, names in zip(permitted, missing, strict=True):
        if not names:
            return row
    raise NotAllowedInState(" ".join(FACT_REASONS[name] for name in missing[0]))


def carry_out(row: Claim | Verdict, move: Move, event: Event, columns: Mapping[str, Any] | None = None) -> None:
    """Write the move and ``columns`` on a locked ``row``, then audit it, tell the outbox and note the stage."""
    changed = dict(columns or {})
    if move.target != STAYS:
        changed["state"] = move.target
    write(row, {**changed, "updated_at": timezone.now()})
    tell(row if isinstance(row, Claim) else row.claim, row, event)


def write(row: models.Model, columns: Mapping[str, Any]) -> None:
    """Set ``columns`` on a locked ``row`` and raise its version by one."""
    for name, value in {**columns, "version": getattr(row, "version") + 1}.items():  # noqa: B009 - any versioned model
        setattr(row, name, value)
    row.save(update_fields=[*columns, "version"])


def tell(claim: Claim, row: models.Model, event: Event) -> None:
    """Append ``event`` about ``row`` to the trail of its locked ``claim``, to the outbox, and note the stage."""
    audit.record(f"claim:{claim.pk}", event.name, actor=event.actor, obj=row, data=event.data)
    outbox.add(event.name, {**event.data, "claim_id": claim.pk, "object_id": row.pk})
    note_stage(claim)
