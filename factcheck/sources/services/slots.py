"""Work on many leased rows at once in one event loop, refilling free slots until the time slice is over.

No barrier: a slow row holds its own slot only. The database is reached from one thread of its own, because Django's
connections belong to threads. Rows that lost a lease in a batch come first and run alone (ARCHITECTURE.md, The queue).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

from django.db import connections
from django.db.models import Q

from factcheck.core.services import leases
from factcheck.core.services.keeper import Keeper
from factcheck.sources.http import Door

logger = logging.getLogger(__name__)

T = TypeVar("T")
ALONE = Q(must_run_alone=True)
ALONE_SHARE = 3  # rows that run alone get a third of the slice at a time, lest slow ones hold up all others
LOOK_AGAIN_S = 1.0


class Database:
    """The one thread that talks to PostgreSQL for an event loop."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    async def __call__(self, call: Callable[..., T], *args: Any) -> T:
        """Run ``call`` in the database thread and return its result."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, call, *args)

    async def close(self) -> None:
        """Give the thread's connections back and end it."""
        await self(connections.close_all)
        self._thread.shutdown()


Work = Callable[[leases.Lease, Door, Database], Awaitable[None]]


def run_slots(machine: leases.Machine, work: Work, *, at_once: int, time_slice_s: float) -> int:
    """Run ``work`` on due rows of ``machine``, ``at_once`` at a time; return how many were taken.

    Args:
        machine: the queue.
        work: finishes or puts back the row it is given; what it raises is logged and the lease left to run out.
        at_once: slots.
        time_slice_s: after it no further row is taken; those under way are waited for.
    """
    return asyncio.run(_run(_Slots(machine, work), at_once, time.monotonic() + time_slice_s))


class _Slots:
    def __init__(self, machine: leases.Machine, work: Work) -> None:
        self.machine = machine
        self.work = work
        self.database = Database()
        self.keeper = Keeper(machine)
        self.running: set[asyncio.Task[None]] = set()
        self.count = 0

    async def start_alone(self, door: Door) -> bool:
        """Start one row that must run alone; return whether any was due."""
        return self._start(await self.database(lambda: leases.take(self.machine, limit=1, only=ALONE)), door)

    async def refill(self, door: Door, free: int) -> bool:
        """Start up to ``free`` other rows; return whether any was due."""
        take = partial(leases.take, self.machine, limit=free, only=~ALONE, is_batch=True)
        return self._start(await self.database(take), door)

    def _start(self, taken: list[leases.Lease], door: Door) -> bool:
        self.keeper.hold(taken)
        self.count += len(taken)
        for lease in taken:
            self.running.add(asyncio.create_task(self._one(lease, door)))
        return bool(taken)

    async def wait(self, *, at_most_s: float | None = None) -> None:
        """Return when one running row has ended, or after ``at_most_s``."""
        if self.running:
            _, self.running = await asyncio.wait(self.running, timeout=at_most_s, return_when=asyncio.FIRST_COMPLETED)

    async def _one(self, lease: leases.Lease, door: Door) -> None:
        try:
            await self.work(lease, door, self.database)
        except leases.LeaseLost:
            logger.info("lease lost", extra={"row": lease.row_id, "queue": self.machine.task})
        except Exception:  # one row's bug must not take the batch with it; its lease runs out and counts
            logger.exception("work failed", extra={"row": lease.row_id, "queue": self.machine.task})
        finally:
            self.keeper.drop(lease)


async def _run(slots: _Slots, at_once: int, deadline: float) -> int:
    try:
        with slots.keeper:
            async with Door() as door:
                await _until(slots, door, at_once, deadline)
    finally:
        await slots.database.close()
    return slots.count


async def _until(slots: _Slots, door: Door, at_once: int, deadline: float) -> None:
    share_s = (deadline - time.monotonic()) / ALONE_SHARE
    while time.monotonic() < deadline:
        taken_before = slots.count
        await _alone(slots, door, min(deadline, time.monotonic() + share_s))
        await _together(slots, door, at_once, deadline)
        if slots.count == taken_before:
            return


async def _alone(slots: _Slots, door: Door, deadline: float) -> None:
    while time.monotonic() < deadline and await slots.start_alone(door):
        await slots.wait()


async def _together(slots: _Slots, door: Door, at_once: int, deadline: float) -> None:
    """Keep the slots full until nothing is due; while some are free, look every second for rows that became due."""
    while time.monotonic() < deadline:
        free = at_once - len(slots.running)
        started = free > 0 and await slots.refill(door, free)
        if not started and not slots.running:
            return
        await slots.wait(at_most_s=LOOK_AGAIN_S if free else None)
    while slots.running:
        await slots.wait()
