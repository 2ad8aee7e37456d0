"""The outbox: written with its cause, delivered once with its effect, retried and visible when a consumer fails."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.db.models.functions import Now

from factcheck.accounts.models import User
from factcheck.core.models import Delivery, OutboxMessage
from factcheck.core.services import deliveries, enqueue, outbox

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def consumers(monkeypatch: pytest.MonkeyPatch) -> dict[str, outbox.Consumer]:
    """Nobody listens but whom a test registers."""
    mine: dict[str, outbox.Consumer] = {}
    monkeypatch.setattr(outbox, "_consumers", mine)
    monkeypatch.setattr(enqueue, "ring", lambda task: True)
    return mine


def make_viewer(payload: outbox.Payload, prepared: Any) -> None:
    User.objects.create(username=f"{payload['name']}{prepared or ''}")


def fail(payload: outbox.Payload, prepared: Any) -> None:
    User.objects.create(username="half-done")
    raise RuntimeError("the consumer broke")


def test_a_rolled_back_cause_leaves_no_message() -> None:
    outbox.register(outbox.Consumer("t", "c", make_viewer))
    with transaction.atomic():
        outbox.add("t", {"name": "ann"})
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()
    assert not Delivery.objects.exists()


def test_only_consumers_of_the_topic_get_a_delivery() -> None:
    outbox.register(outbox.Consumer("t", "c", make_viewer))
    outbox.register(outbox.Consumer("other", "d", make_viewer))
    outbox.add("t", {"name": "ann"})
    assert list(Delivery.objects.values_list("consumer", flat=True)) == ["c"]


def test_effect_and_done_come_together_and_once() -> None:
    outbox.register(outbox.Consumer("t", "c", make_viewer, prepare=lambda payload: "1"))
    outbox.add("t", {"name": "ann"})
    assert deliveries.run_due(time_slice_s=5) == 1
    assert deliveries.run_due(time_slice_s=5) == 0
    assert Delivery.objects.get().state == "done"
    assert User.objects.filter(username="ann1").count() == 1


def test_a_failing_consumer_leaves_no_half_effect_and_is_tried_later() -> None:
    outbox.register(outbox.Consumer("t", "c", fail))
    outbox.add("t", {})
    deliveries.run_due(time_slice_s=5)
    row = Delivery.objects.get()
    assert (row.state, row.failures, row.reason) == ("queued", 1, "error")
    assert "RuntimeError" in row.reason_detail
    assert not User.objects.exists()


def test_a_consumer_that_never_succeeds_ends_as_failed() -> None:
    outbox.register(outbox.Consumer("t", "c", fail))
    outbox.add("t", {})
    for _ in range(len(deliveries.RETRY_DELAYS_S) + 1):
        Delivery.objects.update(next_attempt_at=Now())
        deliveries.run_due(time_slice_s=5)
    assert Delivery.objects.get().state == "failed"


def test_a_message_for_a_consumer_that_is_gone_says_so(consumers: dict[str, outbox.Consumer]) -> None:
    outbox.register(outbox.Consumer("t", "c", make_viewer))
    outbox.add("t", {"name": "ann"})
    consumers.clear()
    deliveries.run_due(time_slice_s=5)
    row = Delivery.objects.get()
    assert (row.state, row.reason) == ("failed", "no_consumer")
