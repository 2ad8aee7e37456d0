"""The foundation's Celery tasks: each calls one service."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from factcheck.core.services import deliveries, idempotency, leases, outbox


@shared_task(name="core.sweep", acks_late=True, soft_time_limit=25, time_limit=30)
def sweep() -> None:
    """Reclaim expired leases and ring for rows nobody answered."""
    leases.sweep_all()


@shared_task(name="core.forget_answers", acks_late=True, soft_time_limit=55, time_limit=60)
def forget_answers() -> None:
    """Delete the answers kept for Idempotency-Keys of more than a day ago."""
    idempotency.purge()


@shared_task(name=outbox.DELIVER_TASK, acks_late=True, soft_time_limit=75, time_limit=90)
def deliver_due() -> None:
    """Deliver outbox messages until the time slice ends."""
    deliveries.run_due(time_slice_s=settings.QUEUE_SLICE_S)
