"""Ring a worker's bell after the commit. A lost ring costs delay, never work: the sweeper rings again."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any

from celery import current_app
from django.db import connection, transaction
from kombu.exceptions import OperationalError
from kombu.pools import producers

logger = logging.getLogger(__name__)

# A publisher gives up at once. Without max_retries kombu tries for six seconds, which a web request would wait for.
IMPATIENT = {"max_retries": 0, "socket_connect_timeout": 0.5, "socket_timeout": 0.5}
PAUSE_S = 2.0


@dataclass(frozen=True)
class Ring:
    """A ring that waits for the commit; two of one task in one transaction are the same ring."""

    task: str

    def __call__(self) -> None:
        ring(self.task)


class _Broker:
    """What this process knows of the broker: until when not to ask again after it did not answer."""

    silent_until = 0.0


def enqueue(task: str) -> None:
    """Ask for ``task`` (a registered name) to run after this transaction commits, once and best effort."""
    wanted = Ring(task)
    if not _is_asked_for(wanted):
        transaction.on_commit(wanted, robust=True)


def ring(task: str) -> bool:
    """Publish ``task`` now and return whether the broker took it.

    One attempt without retry, and none for two seconds after one that failed: a dead broker must not block a request.
    """
    if time.monotonic() < _Broker.silent_until:
        return False
    try:
        pool = producers[current_app.connection_for_write(transport_options=IMPATIENT)]
        with pool.acquire(block=True, timeout=1) as producer:
            current_app.send_task(task, producer=producer, retry=False, ignore_result=True)
    except (OperationalError, OSError) as error:
        _Broker.silent_until = time.monotonic() + PAUSE_S
        logger.warning("bell not rung", extra={"task": task, "error": str(error)})
        return False
    return True


def _is_asked_for(wanted: Ring) -> bool:
    """Return whether this transaction rings anyway, in this savepoint or in one around it."""
    here = set(connection.savepoint_ids)
    waiting: list[tuple[Any, ...]] = list(connection.run_on_commit)  # savepoint ids, function and more
    return any(func == wanted and sids <= here for sids, func, *_ in waiting)
