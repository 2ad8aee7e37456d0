"""Tell other apps what happened: written with its cause, delivered with its effect, at least tried until both hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from factcheck.core.models import Delivery, OutboxMessage
from factcheck.core.services.enqueue import enqueue

DELIVER_TASK = "core.deliver_due"
Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Consumer:
    """Who wants a topic.

    ``prepare`` runs outside any transaction and may be slow; ``apply`` gets its result inside the transaction in which
    the delivery becomes done, and must only write to the database.
    """

    topic: str
    name: str
    apply: Callable[[Payload, Any], None]
    prepare: Callable[[Payload], Any] | None = None


_consumers: dict[str, Consumer] = {}


def register(consumer: Consumer) -> None:
    """Subscribe ``consumer``. Called from ``AppConfig.ready``; names are unique and stay stable, rows refer to them."""
    _consumers[consumer.name] = consumer


def consumer_named(name: str) -> Consumer | None:
    """Return the consumer that a delivery row names, or None when no installed app has it any more."""
    return _consumers.get(name)


def add(topic: str, payload: Payload) -> OutboxMessage:
    """Write a message and one delivery a consumer in the current transaction, and ring after its commit."""
    message = OutboxMessage.objects.create(topic=topic, payload=dict(payload))
    wanted = [c.name for c in _consumers.values() if c.topic == topic]
    Delivery.objects.bulk_create([Delivery(message=message, consumer=name) for name in wanted])
    if wanted:
        enqueue(DELIVER_TASK)
    return message
