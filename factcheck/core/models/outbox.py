"""What happened, told to those who asked, in the transaction that caused it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from factcheck.core.models.queue import QueueRow, queue_meta

DELIVERING = "delivering"
DONE = "done"


class OutboxMessage(models.Model):
    """A fact for other apps: a topic and ids, never objects."""

    topic = models.CharField(max_length=64)
    payload = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.topic} {self.payload}"


class Delivery(QueueRow):
    """One message for one consumer; done only in the transaction that commits the consumer's effect."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.CASCADE, related_name="deliveries")
    consumer = models.CharField(max_length=64)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "deliveries"
        indexes, _queue_constraints = queue_meta("core_delivery", DELIVERING, (DONE, "failed"))
        constraints = [
            *_queue_constraints,
            models.UniqueConstraint(fields=["message", "consumer"], name="core_delivery_once_a_consumer"),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} ← {self.message_id}"
