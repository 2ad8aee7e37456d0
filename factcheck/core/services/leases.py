"""Take, renew, finish and reclaim queue rows: one lease, fencing, sweeper and poison rule for every queue.

Rows are taken with ``FOR UPDATE SKIP LOCKED`` by database time, held by a token that fences late finishers, and
finished by compare-and-swap on that token. A row that lost its lease in a batch runs alone next; only leases lost alone
count towards the poison limit. Source: docs/explanation/queue.md.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import (
    Case,
    DateTimeField,
    ExpressionWrapper,
    F,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Now

from factcheck.core.models.queue import FAILED, QUEUED, QueueRow
from factcheck.core.services.enqueue import ring

LEASE_S = 15
RENEW_EVERY_S = 5
POISON_LIMIT = 3
RING_AGAIN_S = 10
RING_AGAIN_MAX_S = (
    40  # also the longest a waiting row sleeps on after Redis lost its rings; RINGS_A_SWEEP bounds the flood
)
RINGS_A_SWEEP = 4


class LeaseLost(Exception):
    """Another worker holds the row now; whatever this one did must roll back."""


@dataclass(frozen=True)
class Machine:
    """One queue: its table, the state that holds a lease, and the task that serves it.

    ``replaced`` is the final state of a row that lost its lease while another came to wait for the same work; None
    where no constraint lets that happen.
    """

    model: type[QueueRow]
    working: str
    task: str
    replaced: str | None = None


@dataclass(frozen=True)
class Lease:
    """One row held by one worker."""

    row_id: int
    token: uuid.UUID


_machines: dict[str, Machine] = {}


def register(machine: Machine) -> Machine:
    """Put ``machine`` under the sweeper's care and return it. Called from ``AppConfig.ready``."""
    _machines[machine.model._meta.label] = machine
    return machine


def machines() -> tuple[Machine, ...]:
    """Return every registered queue."""
    return tuple(_machines.values())


def take(machine: Machine, *, limit: int, only: Q | None = None, is_batch: bool = False) -> list[Lease]:
    """Lease up to ``limit`` due rows, oldest first; a row that must run alone comes as the only one.

    Args:
        machine: the queue.
        limit: at least 1.
        only: a further condition, for a caller that serves a part of the queue.
        is_batch: whether the caller works on other rows meanwhile, so that a single row is not alone either.
    """
    with transaction.atomic():
        due = _rows(machine).filter(state=QUEUED, next_attempt_at__lte=Now())
        if only is not None:
            due = due.filter(only)
        locked = due.order_by("next_attempt_at", "id").select_for_update(skip_locked=True)
        found = list(locked.values_list("pk", "must_run_alone")[:limit])
        chosen = _alone_or_together(found)
        token = uuid.uuid4()
        _rows(machine).filter(pk__in=chosen).update(
            state=machine.working,
            lease_token=token,
            lease_until=Now() + timedelta(seconds=LEASE_S),
            leased_alone=bool(found and found[0][1]) or (limit == 1 and not is_batch),
            attempts=F("attempts") + 1,
            rung_at=None,
            rings=0,
        )
    return [Lease(pk, token) for pk in chosen]


def renew(machine: Machine, leases: Iterable[Lease]) -> set[int]:
    """Extend ``leases`` and return the ids still held; the others were reclaimed."""
    held = list(leases)
    mine = _rows(machine).filter(
        pk__in=[lease.row_id for lease in held],
        lease_token__in={lease.token for lease in held},
        state=machine.working,
    )
    mine.update(lease_until=Now() + timedelta(seconds=LEASE_S))
    return set(mine.values_list("pk", flat=True))


def finish(machine: Machine, lease: Lease, *, state: str, **columns: Any) -> None:
    """Move a held row to the final ``state`` inside the transaction that stores its effect.

    Raises:
        LeaseLost: when the token no longer matches; let it roll the transaction back.
    """
    _swap(machine, lease, state=state, finished_at=Now(), must_run_alone=False, leases_lost_alone=0, **columns)


def put_back(machine: Machine, lease: Lease, *, delay_s: float, **columns: Any) -> None:
    """Return a held row to the queue, due again after ``delay_s`` seconds.

    Raises:
        LeaseLost: when the token no longer matches.
    """
    due = Now() + timedelta(seconds=delay_s)
    _swap(
        machine,
        lease,
        state=QUEUED,
        next_attempt_at=due,
        must_run_alone=False,
        leases_lost_alone=0,
        **columns,
    )


def reclaim(machine: Machine) -> int:
    """Queue rows whose lease ran out, fail those that lost it alone too often; return how many were found."""
    with transaction.atomic():
        expired = (
            _rows(machine)
            .filter(state=machine.working, lease_until__lt=Now())
            .order_by("pk")
            .select_for_update(skip_locked=True)
        )
        ids = list(expired.values_list("pk", flat=True)[:1000])
        rows = _rows(machine).filter(pk__in=ids)
        poisoned = rows.filter(leased_alone=True, leases_lost_alone__gte=POISON_LIMIT - 1)
        lost = F("leases_lost_alone") + 1
        free = {"lease_token": None, "lease_until": None}
        detail = f"The worker died {POISON_LIMIT} times while it ran this alone."
        poisoned.update(
            state=FAILED,
            reason="poisoned",
            reason_detail=detail,
            leases_lost_alone=lost,
            finished_at=Now(),
            **free,
        )
        again = {
            "state": QUEUED,
            "must_run_alone": True,
            "leases_lost_alone": Case(
                When(leased_alone=True, then=lost),
                default=F("leases_lost_alone"),
                output_field=PositiveSmallIntegerField(),
            ),
            "next_attempt_at": Now(),
        }
        expired_rows = rows.filter(state=machine.working)
        if machine.replaced is None:
            expired_rows.update(**again, **free)
        for pk in list(expired_rows.values_list("pk", flat=True)):
            _requeue(machine, rows.filter(pk=pk), again | free)
    return len(ids)


def sweep(machine: Machine) -> int:
    """Reclaim expired leases and ring for due rows that nobody answered, backing off per row; return the rings sent."""
    reclaim(machine)
    wait = Case(
        *[When(rings=n, then=Value(timedelta(seconds=RING_AGAIN_S * 2 ** (n - 1)))) for n in (1, 2)],
        default=Value(timedelta(seconds=RING_AGAIN_MAX_S)),
    )
    silent = ExpressionWrapper(F("rung_at") + wait, output_field=DateTimeField())
    due = _rows(machine).filter(state=QUEUED, next_attempt_at__lte=Now())
    unheard = list(
        due.alias(ring_again_at=silent)
        .filter(Q(rung_at=None) | Q(ring_again_at__lte=Now()))
        .values_list("pk", flat=True)[:1000]
    )
    rung = 0
    while rung < min(len(unheard), RINGS_A_SWEEP) and ring(machine.task):
        rung += 1
    if rung:
        _rows(machine).filter(pk__in=unheard, state=QUEUED).update(rung_at=Now(), rings=F("rings") + 1)
    return rung


def sweep_all() -> int:
    """Sweep every registered queue; return the rings sent."""
    return sum(sweep(machine) for machine in machines())


def _rows(machine: Machine) -> QuerySet[Any]:
    return machine.model._default_manager.all()


def _alone_or_together(found: list[tuple[int, bool]]) -> list[int]:
    if found and found[0][1]:
        return [found[0][0]]
    return [pk for pk, alone in found if not alone]


def _swap(machine: Machine, lease: Lease, **columns: Any) -> None:
    mine = _rows(machine).filter(pk=lease.row_id, lease_token=lease.token, state=machine.working)
    free = {"lease_token": None, "lease_until": None}
    changed = _requeue(machine, mine, columns | free) if columns["state"] == QUEUED else mine.update(**columns, **free)
    if not changed:
        raise LeaseLost(f"{machine.model._meta.label} {lease.row_id}")


def _requeue(machine: Machine, row: QuerySet[Any], columns: dict[str, Any]) -> int:
    """Return one row to the queue, or end it where a constraint says that another already waits in its place."""
    try:
        with transaction.atomic():
            return row.update(**columns)
    except IntegrityError:
        if machine.replaced is None:
            raise
        free = {"lease_token": None, "lease_until": None}
        return row.update(state=machine.replaced, reason="replaced", finished_at=Now(), **free)
