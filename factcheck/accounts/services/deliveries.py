"""Let an administrator have a failed delivery tried again. Here, not in core, because core knows no roles."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.core.errors import NotAllowedInState, NotFound
from factcheck.core.models import Delivery
from factcheck.core.services import audit
from factcheck.core.services.enqueue import enqueue
from factcheck.core.services.outbox import DELIVER_TASK


@transaction.atomic
def retry(*, delivery_id: int, actor: User) -> Delivery:
    """Return the failed delivery, queued again with a clean slate of failures.

    Raises:
        NotPermitted: the actor is no administrator.
        NotFound: there is no such delivery.
        NotAllowedInState: it has not failed.
    """
    policy.require("delivery.retry", actor)
    row = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if row is None:
        raise NotFound("There is no such delivery.")
    if row.state != "failed":
        raise NotAllowedInState(f"Only a failed delivery can be tried again; this one is {row.state}.")
    Delivery.objects.filter(pk=row.pk).update(
        state="queued",
        failures=0,
        leases_lost_alone=0,
        must_run_alone=False,
        reason="",
        reason_detail="",
        finished_at=None,
        next_attempt_at=Now(),
    )
    row.refresh_from_db()
    audit.record(audit.DESK, "delivery.retried", actor=actor, obj=row, data={"delivery": row.pk})
    enqueue(DELIVER_TASK)
    return row
