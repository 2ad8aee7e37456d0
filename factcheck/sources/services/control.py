"""What people may tell the fetch queue: try again, give up. Both are audited."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from factcheck.accounts import policy
from factcheck.core.errors import NotAllowedInState, NotFound
from factcheck.core.services import audit, outbox
from factcheck.core.services.enqueue import enqueue
from factcheck.sources.models import Fetch
from factcheck.sources.services.fetching import ENDED_TOPIC
from factcheck.sources.services.queues import FETCH_TASK

RETRYABLE = (Fetch.State.FAILED, Fetch.State.REFUSED)


@transaction.atomic
def retry(*, source_id: int, actor: Any) -> Fetch:
    """Queue the failed or refused fetch of a source again, with a clean slate of failures.

    Raises:
        NotPermitted: ``fetch.retry`` is not the actor's.
        NotFound: the source has no fetch.
        NotAllowedInState: its fetch has neither failed nor been refused.
    """
    policy.require("fetch.retry", actor)
    fetch = _latest(source_id)
    if fetch.state not in RETRYABLE:
        raise NotAllowedInState(f"Only a failed or refused fetch can be tried again; this one is {fetch.state}.")
    was = fetch.state
    fetch.state, fetch.reason, fetch.reason_detail = Fetch.State.QUEUED, "", ""
    fetch.failures = fetch.leases_lost_alone = 0
    fetch.must_run_alone = False
    _write(fetch, "fetch.retried", actor, was)
    enqueue(FETCH_TASK)
    return fetch


@transaction.atomic
def give_up(*, source_id: int, actor: Any) -> Fetch:
    """Fail the waiting fetch of a source for good.

    Raises:
        NotPermitted: ``fetch.give_up`` is not the actor's.
        NotFound: the source has no fetch.
        NotAllowedInState: its fetch is not waiting.
    """
    policy.require("fetch.give_up", actor)
    fetch = _latest(source_id)
    if fetch.state != Fetch.State.QUEUED:
        raise NotAllowedInState(f"Only a waiting fetch can be given up; this one is {fetch.state}.")
    fetch.state, fetch.reason, fetch.reason_detail = Fetch.State.FAILED, "given_up", "A person gave it up."
    _write(fetch, "fetch.given_up", actor, Fetch.State.QUEUED)
    outbox.add(ENDED_TOPIC, {"fetch_id": fetch.pk, "source_id": source_id, "state": str(fetch.state)})
    return fetch


def _latest(source_id: int) -> Fetch:
    fetch = Fetch.objects.select_for_update().filter(source_id=source_id).order_by("-id").first()
    if fetch is None:
        raise NotFound("This source has no fetch; an upload needs none.")
    return fetch


def _write(fetch: Fetch, action: str, actor: Any, was: str) -> None:
    fetch.version += 1
    if fetch.state == Fetch.State.QUEUED:
        fetch.next_attempt_at, fetch.finished_at = Now(), None
    else:
        fetch.finished_at = Now()
    fetch.save()
    fetch.refresh_from_db()  # the times are the database's
    data = {"fetch": fetch.pk, "from": was, "to": fetch.state}
    audit.record(audit.DESK, action, actor=actor, obj=fetch, data=data)
