"""End an open verdict without publishing it: return, withdraw, abandon."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from claims.models import Correction, Decision, Verdict
from claims.services import moves
from claims.services.inputs import Problems
from claims.workflow import Move
from factcheck.accounts.models import User

REASON_MAX_CHARACTERS = 5000


@transaction.atomic
def return_(*, verdict_id: int, reason: str, actor: User) -> Verdict:
    """Return the verdict to its author, who may draft anew: a reviewer's move, with a reason.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
        Invalid: no reason, or too long a one.
    """
    verdict = moves.lock_verdict(verdict_id)
    row = moves.require_verdict(verdict, "return", actor=actor)
    problems = Problems()
    problems.text("reason", reason, at_most=REASON_MAX_CHARACTERS, is_required=True)
    problems.refuse()
    decision = Decision(kind=Decision.Kind.RETURNED, reason=reason, made_by=actor)
    return end(verdict, row, decision, "verdict.returned")


@transaction.atomic
def withdraw(*, verdict_id: int, actor: User) -> Verdict:
    """Take the actor's own submitted verdict back; they may draft anew.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
    """
    verdict = moves.lock_verdict(verdict_id)
    row = moves.require_verdict(verdict, "withdraw", actor=actor)
    return end(verdict, row, Decision(kind=Decision.Kind.WITHDRAWN, made_by=actor), "verdict.withdrawn")


@transaction.atomic
def abandon(*, verdict_id: int, actor: User) -> Verdict:
    """Give a draft up; an editor may do so for an absent author.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
    """
    verdict = moves.lock_verdict(verdict_id)
    row = moves.require_verdict(verdict, "abandon", actor=actor)
    return end(verdict, row, Decision(kind=Decision.Kind.ABANDONED, made_by=actor), "verdict.abandoned")


def end(verdict: Verdict, row: Move, decision: Decision, event_name: str) -> Verdict:
    """Record ``decision`` on the locked verdict, let the correction it carried lapse, and take the move ``row``."""
    now = timezone.now()
    decision.verdict = verdict
    decision.save()
    Correction.objects.filter(draft=verdict, effective_at=None).update(abandoned_at=now)
    data = {"verdict": verdict.pk, "decision": decision.pk}
    moves.carry_out(verdict, row, moves.Event(event_name, decision.made_by, data), {"ended_at": now})
    return verdict
