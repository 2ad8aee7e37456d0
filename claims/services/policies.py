"""Set how many agreeing votes a verdict needs. Submitted verdicts keep the policy they were submitted under."""

from __future__ import annotations

from django.db import transaction

from claims.models import ReviewPolicy
from claims.services.inputs import Problems
from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.core.services import audit

VOTES_MAX = 9


@transaction.atomic
def set_policy(*, votes_required: int, votes_max: int, actor: User) -> ReviewPolicy:
    """Return the policy that holds from now on: a new row; the one before stays as it was.

    Args:
        votes_required: agreeing votes that approve a verdict, at least 1.
        votes_max: votes there may be in all, at most 9.
        actor: an administrator.

    Raises:
        NotPermitted: the actor is no administrator.
        Invalid: numbers that no vote can meet.
    """
    policy.require("policy.set", actor)
    rows = ReviewPolicy.objects.order_by("pk").select_for_update()
    last = max((row.number for row in rows), default=0)
    problems = Problems()
    if votes_required < 1:
        problems.add("votes_required", "At least one vote: nothing is published on one person's word.")
    if not votes_required <= votes_max <= VOTES_MAX:
        problems.add("votes_max", f"Between the votes required and {VOTES_MAX}.")
    problems.refuse()
    ReviewPolicy.objects.filter(is_current=True).update(is_current=False)
    made = ReviewPolicy.objects.create(
        number=last + 1, votes_required=votes_required, votes_max=votes_max, is_current=True, made_by=actor
    )
    data = {"policy": made.pk, "votes_required": votes_required, "votes_max": votes_max}
    audit.record(audit.DESK, "policy.set", actor=actor, obj=made, data=data)
    return made
