"""Who works on a claim: take it, give it, hand it back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from claims.models import Assignment, Claim
from claims.services import moves
from factcheck.accounts.models import User
from factcheck.accounts.roles import Role, at_least
from factcheck.core.errors import Invalid


@transaction.atomic
def assign(*, claim_id: int, user_id: int, actor: User, version: int | None = None) -> Assignment:
    """Return the open assignment of ``user_id``; fact-checkers take free claims, editors give and reassign them.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
        Invalid: the user cannot work on claims.
    """
    claim = moves.lock_claim(claim_id)
    is_taking = user_id == actor.pk and not at_least(actor.role, Role.EDITOR)
    moves.require_claim(claim, "take" if is_taking else "assign", actor=actor, version=version)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None or not at_least(user.role, Role.FACT_CHECKER):
        raise Invalid({"user": ["Choose an active fact-checker, reviewer or editor."]})
    current = claim.assignments.filter(closed_at=None).first()
    if current is not None and current.user_id == user_id:
        return current
    close_assignment(claim, actor=actor)
    assignment = Assignment.objects.create(claim=claim, user=user, assigned_by=actor)
    moves.tell(claim, assignment, moves.Event("claim.assigned", actor, {"user": user_id}))
    return assignment


@transaction.atomic
def unassign(*, claim_id: int, actor: User, version: int | None = None) -> Claim:
    """Return the claim, free to be taken.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
    """
    claim = moves.lock_claim(claim_id)
    moves.require_claim(claim, "unassign", actor=actor, version=version)
    close_assignment(claim, actor=actor)
    return claim


def close_assignment(claim: Claim, *, actor: User) -> None:
    """End the open assignment of the locked ``claim``, if there is one, in the current transaction."""
    current = claim.assignments.filter(closed_at=None).first()
    if current is None:
        return
    current.closed_at = timezone.now()
    current.save(update_fields=["closed_at"])
    moves.tell(claim, current, moves.Event("claim.unassigned", actor, {"user": current.user_id}))
