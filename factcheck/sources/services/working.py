"""Do what is due in this process, beside whatever workers run: commands work without a running service."""

from __future__ import annotations

import time
from collections.abc import Callable

from factcheck.core.services import deliveries
from factcheck.sources.services import analysing, fetching, searching

PAUSE_S = 0.1


def work_until(is_done: Callable[[], bool], *, timeout_s: float) -> bool:
    """Run due lookups, fetches, analyses and deliveries until ``is_done``; return whether it came to that in time.

    Workers may take the same rows first; each row has one holder. With nothing due, rows that wait or are held
    elsewhere are looked at again every tenth of a second.
    """
    deadline = time.monotonic() + timeout_s
    while not is_done():
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            return False
        if not _one_round(left_s):
            time.sleep(min(PAUSE_S, left_s))
    return True


def _one_round(left_s: float) -> int:
    queues = (searching.run_due, fetching.run_due, analysing.run_due, deliveries.run_due)
    return sum(run_due(time_slice_s=left_s) for run_due in queues)
