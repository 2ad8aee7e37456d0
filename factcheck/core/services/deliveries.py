"""Deliver outbox messages: effect and ``done`` in one transaction, failures retried later and visible."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.db import transaction

from factcheck.core.models import Delivery
from factcheck.core.models.outbox import DELIVERING, DONE
from factcheck.core.services import leases, outbox
from factcheck.core.services.keeper import Keeper

logger = logging.getLogger(__name__)

MACHINE = leases.Machine(model=Delivery, working=DELIVERING, task=outbox.DELIVER_TASK)
RETRY_DELAYS_S = (2, 10, 60, 600, 3600)


def run_due(*, time_slice_s: float) -> int:
    """Deliver due messages one at a time until none is due or the slice is over; return how many were taken."""
    deadline = time.monotonic() + time_slice_s
    count = 0
    with Keeper(MACHINE) as keeper:
        while time.monotonic() < deadline:
            taken = leases.take(MACHINE, limit=1)
            if not taken:
                break
            keeper.hold(taken)
            deliver(taken[0])
            keeper.drop(taken[0])
            count += 1
    return count


def deliver(lease: leases.Lease) -> None:
    """Run one held delivery to its end; a consumer's error is kept on the row and retried, then failed."""
    row = Delivery.objects.select_related("message").get(pk=lease.row_id)
    try:
        _apply(row, lease)
    except leases.LeaseLost:
        logger.info("delivery lost its lease", extra={"delivery": row.pk})
    except Exception as error:
        logger.exception("delivery failed", extra={"delivery": row.pk, "consumer": row.consumer})
        _postpone(row, lease, error)


def _apply(row: Delivery, lease: leases.Lease) -> None:
    consumer = outbox.consumer_named(row.consumer)
    if consumer is None:
        leases.finish(MACHINE, lease, state="failed", reason="no_consumer", reason_detail=row.consumer)
        return
    payload = row.message.payload
    prepared: Any = consumer.prepare(payload) if consumer.prepare else None
    with transaction.atomic():
        leases.finish(MACHINE, lease, state=DONE, reason="", reason_detail="")
        consumer.apply(payload, prepared)


def _postpone(row: Delivery, lease: leases.Lease, error: Exception) -> None:
    columns = {
        "failures": row.failures + 1,
        "reason": "error",
        "reason_detail": f"{type(error).__name__}: {error}"[:500],
    }
    try:
        if row.failures >= len(RETRY_DELAYS_S):
            leases.finish(MACHINE, lease, state="failed", **columns)
        else:
            leases.put_back(MACHINE, lease, delay_s=RETRY_DELAYS_S[row.failures], **columns)
    except leases.LeaseLost:
        logger.info("delivery lost its lease", extra={"delivery": row.pk})
