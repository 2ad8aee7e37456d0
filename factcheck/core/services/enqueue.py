"""Ring a worker's bell after the commit. A lost ring costs delay, never work: the sweeper rings again."""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)


def enqueue(task: str) -> None:
    """Ask for ``task`` (a registered name) to run after this transaction commits, best effort."""
    transaction.on_commit(lambda: ring(task), robust=True)


def ring(task: str) -> bool:
    """Publish ``task`` now and return whether the broker took it.

    One attempt without retry: a dead broker must not block a request (FACTS.md, Celery settings).
    """
    try:
        current_app.send_task(task, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        logger.warning("bell not rung", extra={"task": task, "error": str(error)})
        return False
    return True
