"""What comes before a broken request is refused as such: the object exists, this person may, the state allows."""

from __future__ import annotations

from claims.models import Claim
from claims.services import checks
from factcheck.accounts.models import User
from factcheck.core.api.inputs import Check
from factcheck.core.errors import NotFound


def require_claim(claim_id: int) -> None:
    """Do nothing when the claim exists, so that its lists can be told from those of no claim.

    Raises:
        NotFound: there is none.
    """
    if not Claim.objects.filter(pk=claim_id).exists():
        raise NotFound("There is no such claim.")


def claim_check(claim_id: int, action: str, actor: User) -> Check:
    """Return the check of an action on a claim."""
    return lambda version: checks.claim_action(claim_id=claim_id, action=action, actor=actor, version=version)


def verdict_check(verdict_id: int, action: str, actor: User) -> Check:
    """Return the check of an action on a verdict."""
    return lambda version: checks.verdict_action(verdict_id=verdict_id, action=action, actor=actor, version=version)


def evidence_check(evidence_id: int, action: str, actor: User) -> Check:
    """Return the check of an action on a piece of evidence."""
    return lambda version: checks.evidence_action(evidence_id=evidence_id, action=action, actor=actor, version=version)


def suggestion_check(suggestion_id: int, action: str, actor: User) -> Check:
    """Return the check of an action on a suggestion."""
    return lambda _: checks.suggestion_action(suggestion_id=suggestion_id, action=action, actor=actor)
