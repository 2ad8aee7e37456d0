"""The Celery tasks of sources: each serves one queue for a time slice and returns nothing."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings

from factcheck.sources.services import analysing, fetching, queues, searching


@shared_task(name=queues.SEARCH_TASK, acks_late=True, soft_time_limit=75, time_limit=90)
def search_due() -> None:
    """Ask providers until the time slice ends."""
    searching.run_due(time_slice_s=settings.QUEUE_SLICE_S)


@shared_task(name=queues.FETCH_TASK, acks_late=True, soft_time_limit=120, time_limit=140)
def fetch_due() -> None:
    """Fetch sources until the time slice ends."""
    fetching.run_due(time_slice_s=settings.QUEUE_SLICE_S)


@shared_task(name=queues.ANALYSE_TASK, acks_late=True, soft_time_limit=75, time_limit=90)
def analyse_due() -> None:
    """Extract and rank until the time slice ends."""
    analysing.run_due(time_slice_s=settings.QUEUE_SLICE_S)
