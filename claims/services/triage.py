"""Admit claims to the desk or not: accept, decline, mark as duplicate, reopen."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from claims.models import Claim
from claims.models.claim import DECLINE_REASONS
from claims.services import moves
from claims.services.assignments import close_assignment
from claims.services.inputs import Problems
from claims.services.rounds import start_round
from claims.workflow import ClaimState
from factcheck.accounts.models import User
from factcheck.core.errors import Conflict, Invalid, NotFound

# A split declines the whole by its own service, which leaves parts behind.
REASONS = tuple(key for key, _ in DECLINE_REASONS if key != "split")


@transaction.atomic
def accept(*, claim_id: int, actor: User, version: int | None = None) -> Claim:
    """Return the claim, accepted; its next round of inquiry (the first, unless it was reopened) has begun.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
    """
    claim = moves.lock_claim(claim_id)
    row = moves.require_claim(claim, "accept", actor=actor, version=version)
    moves.carry_out(claim, row, moves.Event("claim.accepted", actor), {"accepted_at": timezone.now()})
    start_round(claim, actor=actor)
    return claim


@transaction.atomic
def decline(*, claim_id: int, reason: str, note: str = "", actor: User, version: int | None = None) -> Claim:
    """Return the claim, declined for ``reason`` (a key of ``DECLINE_REASONS``).

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
        Invalid: unknown reason, ``other`` without a note, or too long a note.
    """
    claim = moves.lock_claim(claim_id)
    row = moves.require_claim(claim, "decline", actor=actor, version=version)
    problems = Problems()
    problems.choice("reason", reason, REASONS)
    problems.text("note", note, at_most=5000, is_required=reason == "other")
    problems.refuse()
    close_assignment(claim, actor=actor)
    event = moves.Event("claim.declined", actor, {"reason": reason})
    moves.carry_out(claim, row, event, {"decline_reason": reason, "decline_note": note})
    return claim


@transaction.atomic
def mark_duplicate(*, claim_id: int, of: int, actor: User, version: int | None = None) -> Claim:
    """Return the claim, now a duplicate of claim ``of``; claims that pointed to it point there too.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
        Invalid: ``of`` is missing, the claim itself, or a duplicate.
        Conflict: another claim became a duplicate of this one at the same moment.
    """
    concerned = Claim.objects.filter(Q(pk__in=[claim_id, of]) | Q(duplicate_of=claim_id))
    locked = {claim.pk: claim for claim in concerned.order_by("pk").select_for_update()}
    claim = locked.get(claim_id)
    if claim is None:
        raise NotFound("There is no such claim.")
    row = moves.require_claim(claim, "mark_duplicate", actor=actor, version=version)
    original = locked.get(of)
    if original is None or original == claim or original.state == ClaimState.DUPLICATE:
        raise Invalid({"of": ["Choose another claim that is no duplicate itself."]})
    pointing = list(claim.duplicates.values_list("pk", flat=True))
    if not set(pointing) <= set(locked):
        raise Conflict("Another claim just became a duplicate of this one: try again.")
    close_assignment(claim, actor=actor)
    event = moves.Event("claim.marked_duplicate", actor, {"of": of})
    moves.carry_out(claim, row, event, {"duplicate_of": original, "decline_reason": "", "decline_note": ""})
    for pk in pointing:
        _repoint(locked[pk], original, actor=actor)
    return claim


@transaction.atomic
def reopen(*, claim_id: int, actor: User, version: int | None = None) -> Claim:
    """Return the declined or duplicate claim to submitted.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
    """
    claim = moves.lock_claim(claim_id)
    row = moves.require_claim(claim, "reopen", actor=actor, version=version)
    columns = {"duplicate_of": None, "decline_reason": "", "decline_note": "", "accepted_at": None}
    moves.carry_out(claim, row, moves.Event("claim.reopened", actor), columns)
    return claim


def _repoint(duplicate: Claim, original: Claim, *, actor: User) -> None:
    moves.write(duplicate, {"duplicate_of": original, "updated_at": timezone.now()})
    moves.tell(duplicate, duplicate, moves.Event("claim.duplicate_repointed", actor, {"of": original.pk}))
