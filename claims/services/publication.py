"""Publish an approved verdict; the one published before is superseded in the same transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from claims.models import Correction, Verdict
from claims.services import moves
from claims.services.assignments import close_assignment
from claims.workflow import VERDICT_MOVES, VerdictState, named
from factcheck.accounts.models import User


@transaction.atomic
def publish(*, verdict_id: int, actor: User, version: int | None = None) -> Verdict:
    """Return the verdict, published; its public page follows through the outbox (``verdict.published``).

    A minor correction goes from review to the public without votes, by an editor who did not write it.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
    """
    verdict = moves.lock_verdict(verdict_id)
    row = moves.require_verdict(verdict, "publish", actor=actor, version=version)
    now = timezone.now()
    superseded = _supersede(verdict, actor=actor, now=now)
    data = {"verdict": verdict.pk, "supersedes": superseded.pk if superseded else None}
    columns = {"published_at": now, "published_by": actor}
    moves.carry_out(verdict, row, moves.Event("verdict.published", actor, data), columns)
    _take_effect(verdict, actor=actor, now=now)
    close_assignment(verdict.claim, actor=actor)
    return verdict


def _supersede(verdict: Verdict, *, actor: User, now: datetime) -> Verdict | None:
    previous = Verdict.objects.select_for_update().filter(claim=verdict.claim_id, state=VerdictState.PUBLISHED).first()
    if previous is None:
        return None
    previous.claim = verdict.claim
    # What was to be retracted is no longer public: whoever still wants it asks about the verdict that replaced it.
    pending = previous.corrections.filter(kind=Correction.Kind.RETRACTION, effective_at=None, abandoned_at=None)
    lapsed = list(pending.values_list("pk", flat=True))
    pending.update(abandoned_at=now)
    (row,) = named(VERDICT_MOVES, "supersede")
    data = {"verdict": previous.pk, "by": verdict.pk, "lapsed_retractions": lapsed}
    moves.carry_out(previous, row, moves.Event("verdict.superseded", actor, data), {"ended_at": now})
    return previous


def _take_effect(verdict: Verdict, *, actor: User, now: datetime) -> None:
    correction = Correction.objects.filter(draft=verdict).first()
    if correction is None:
        return
    correction.effective_at = now
    correction.confirmed_by = actor if actor.pk != correction.asked_by_id else None
    correction.save(update_fields=["effective_at", "confirmed_by"])
