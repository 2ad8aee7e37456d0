"""Leases: taken once, fenced, reclaimed, and poisonous rows end. Deliveries stand for every queue."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db.models import F, Q
from django.db.models.functions import Now

from factcheck.core.models import Delivery, OutboxMessage
from factcheck.core.services import leases
from factcheck.core.services.deliveries import MACHINE

pytestmark = pytest.mark.django_db


def make_rows(count: int) -> list[Delivery]:
    message = OutboxMessage.objects.create(topic="test", payload={})
    return Delivery.objects.bulk_create([Delivery(message=message, consumer=f"c{n}") for n in range(count)])


def expire() -> None:
    Delivery.objects.filter(state="delivering").update(lease_until=Now() - timedelta(seconds=1))


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    rung: list[str] = []

    def ring(task: str) -> bool:
        rung.append(task)
        return True

    monkeypatch.setattr(leases, "ring", ring)
    return rung


def test_take_leases_the_oldest_due_rows_and_counts_the_attempt() -> None:
    make_rows(3)
    taken = leases.take(MACHINE, limit=2)
    assert len(taken) == 2
    states = list(Delivery.objects.order_by("id").values_list("state", "attempts"))
    assert states == [("delivering", 1), ("delivering", 1), ("queued", 0)]


def test_a_row_that_waits_is_not_taken() -> None:
    make_rows(1)
    Delivery.objects.update(next_attempt_at=Now() + timedelta(minutes=1))
    assert leases.take(MACHINE, limit=5) == []


def test_only_restricts_what_is_taken() -> None:
    make_rows(2)
    taken = leases.take(MACHINE, limit=5, only=Q(consumer="c1"))
    assert [Delivery.objects.get(pk=lease.row_id).consumer for lease in taken] == ["c1"]


def test_a_finished_row_has_no_lease_and_a_time() -> None:
    make_rows(1)
    (lease,) = leases.take(MACHINE, limit=1)
    leases.finish(MACHINE, lease, state="done")
    row = Delivery.objects.get()
    assert (row.state, row.lease_token, row.finished_at is not None) == ("done", None, True)


def test_a_late_finisher_is_fenced_off_and_changes_nothing() -> None:
    make_rows(1)
    (late,) = leases.take(MACHINE, limit=1)
    expire()
    leases.reclaim(MACHINE)
    (current,) = leases.take(MACHINE, limit=1)
    for act in (
        lambda: leases.finish(MACHINE, late, state="done"),
        lambda: leases.put_back(MACHINE, late, delay_s=1),
    ):
        with pytest.raises(leases.LeaseLost):
            act()
    row = Delivery.objects.get()
    assert (row.state, row.lease_token) == ("delivering", current.token)


def test_renew_keeps_a_lease_and_tells_which_were_lost() -> None:
    make_rows(2)
    taken = leases.take(MACHINE, limit=2)
    Delivery.objects.filter(pk=taken[0].row_id).update(lease_token=uuid.uuid4())
    expire()
    assert leases.renew(MACHINE, taken) == {taken[1].row_id}
    assert Delivery.objects.get(pk=taken[1].row_id).lease_until > Delivery.objects.get(pk=taken[0].row_id).lease_until


def test_rows_that_lost_a_lease_in_a_batch_run_alone_and_are_not_blamed() -> None:
    make_rows(2)
    leases.take(MACHINE, limit=2)
    expire()
    assert leases.reclaim(MACHINE) == 2
    assert set(Delivery.objects.values_list("must_run_alone", "leases_lost_alone")) == {(True, 0)}
    assert len(leases.take(MACHINE, limit=2)) == 1


def test_a_single_row_taken_beside_others_is_not_alone() -> None:
    make_rows(1)
    leases.take(MACHINE, limit=1, is_batch=True)
    expire()
    leases.reclaim(MACHINE)
    assert Delivery.objects.values_list("must_run_alone", "leases_lost_alone").get() == (True, 0)


def test_three_leases_lost_alone_end_a_row_as_poisoned() -> None:
    make_rows(1)
    for _ in range(leases.POISON_LIMIT):
        assert len(leases.take(MACHINE, limit=1)) == 1
        expire()
        leases.reclaim(MACHINE)
    row = Delivery.objects.get()
    assert (row.state, row.reason, row.leases_lost_alone) == ("failed", "poisoned", leases.POISON_LIMIT)
    assert leases.take(MACHINE, limit=1) == []


def test_a_put_back_row_waits_and_is_forgiven() -> None:
    make_rows(1)
    (lease,) = leases.take(MACHINE, limit=1)
    leases.put_back(MACHINE, lease, delay_s=60, failures=1)
    row = Delivery.objects.get()
    assert (row.state, row.failures, row.must_run_alone, row.leases_lost_alone) == ("queued", 1, False, 0)
    assert leases.take(MACHINE, limit=1) == []


def test_the_sweeper_rings_once_and_then_backs_off_per_row(rings: list[str]) -> None:
    make_rows(1)
    assert leases.sweep(MACHINE) == 1
    assert leases.sweep(MACHINE) == 0
    Delivery.objects.update(rung_at=F("rung_at") - timedelta(seconds=leases.RING_AGAIN_S + 1))
    assert leases.sweep(MACHINE) == 1
    Delivery.objects.update(rung_at=F("rung_at") - timedelta(seconds=leases.RING_AGAIN_S + 1))
    assert leases.sweep(MACHINE) == 0, "the second wait is twice as long"
    assert rings == [MACHINE.task] * 2


def test_a_row_that_waited_long_is_rung_for_again_within_a_minute(rings: list[str]) -> None:
    """Otherwise a Redis that lost its rings would leave the row asleep for as long as it had waited before."""
    make_rows(1)
    Delivery.objects.update(rings=9, rung_at=Now() - timedelta(seconds=leases.RING_AGAIN_MAX_S + 1))
    assert leases.RING_AGAIN_MAX_S < 60
    assert leases.sweep(MACHINE) == 1


def test_the_sweeper_sends_few_rings_for_many_rows(rings: list[str]) -> None:
    make_rows(50)
    assert leases.sweep(MACHINE) == leases.RINGS_A_SWEEP


def test_a_ring_nobody_took_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    make_rows(1)
    monkeypatch.setattr(leases, "ring", lambda task: False)
    assert leases.sweep(MACHINE) == 0
    assert Delivery.objects.get().rings == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_hold_the_same_row() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    make_rows(40)

    def take_all() -> list[int]:
        taken: list[int] = []
        while batch := leases.take(MACHINE, limit=3):
            taken += [lease.row_id for lease in batch]
        connections.close_all()
        return taken

    with ThreadPoolExecutor(4) as pool:
        results = [future.result() for future in [pool.submit(take_all) for _ in range(4)]]
    everything = [pk for result in results for pk in result]
    assert len(everything) == len(set(everything)) == 40
