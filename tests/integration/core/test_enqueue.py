"""The bell: rung once after the commit, quick to give up on a dead broker, and heard again when it is back."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.db import transaction

from factcheck.core.services import enqueue

TASK = "core.sweep"


@pytest.fixture(autouse=True)
def fresh_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enqueue._Broker, "silent_until", 0.0)


@pytest.fixture
def rung(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    rings: list[str] = []
    monkeypatch.setattr(enqueue, "ring", rings.append)
    return rings


@pytest.fixture
def mute_broker() -> Iterator[str]:
    """A broker that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def use_broker(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """Let the app, which remembers its first answer, name another broker."""
    connection = current_app.amqp.Connection
    monkeypatch.setattr(current_app.amqp, "Connection", lambda _, *args, **kwargs: connection(url, *args, **kwargs))


@pytest.mark.django_db(transaction=True)
def test_a_transaction_rings_once_for_each_task_after_its_commit(rung: list[str]) -> None:
    with transaction.atomic():
        for _ in range(50):
            enqueue.enqueue(TASK)
        enqueue.enqueue("core.deliver_due")
        assert rung == []
    assert rung == [TASK, "core.deliver_due"]


@pytest.mark.django_db(transaction=True)
def test_a_ring_of_a_rolled_back_savepoint_does_not_silence_the_one_outside(rung: list[str]) -> None:
    with transaction.atomic():
        with transaction.atomic():
            enqueue.enqueue(TASK)
            transaction.set_rollback(True)
        enqueue.enqueue(TASK)
    assert rung == [TASK]


@pytest.mark.django_db(transaction=True)
def test_a_ring_outside_may_not_hang_on_a_savepoint_that_may_still_fail(rung: list[str]) -> None:
    with transaction.atomic():
        with transaction.atomic():
            enqueue.enqueue(TASK)
        enqueue.enqueue(TASK)
    assert TASK in rung


@pytest.mark.django_db(transaction=True)
def test_a_dead_broker_neither_fails_nor_delays_a_committed_request(monkeypatch: pytest.MonkeyPatch) -> None:
    use_broker(monkeypatch, "redis+socket:///nowhere/redis.sock")
    began = time.monotonic()
    for _ in range(20):
        enqueue.enqueue(TASK)
    assert time.monotonic() - began < 1


def test_a_mute_broker_delays_a_request_once_and_less_than_a_second(
    monkeypatch: pytest.MonkeyPatch, mute_broker: str
) -> None:
    use_broker(monkeypatch, mute_broker)
    began = time.monotonic()
    assert [enqueue.ring(TASK) for _ in range(20)] == [False] * 20
    assert time.monotonic() - began < 1


def test_the_bell_is_heard_again_after_the_broker_lost_every_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enqueue, "PAUSE_S", 0.0)
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        queue = f"{settings.CELERY_BROKER_TRANSPORT_OPTIONS['global_keyprefix']}sweeps"
        client.delete(queue)
        assert enqueue.ring(TASK)
        client.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
        assert any([enqueue.ring(TASK), enqueue.ring(TASK)])
        assert client.llen(queue) >= 2
        client.delete(queue)
