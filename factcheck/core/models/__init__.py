"""The shared foundation's tables."""

from factcheck.core.models.audit import AuditEvent
from factcheck.core.models.idempotency import IdempotencyKey
from factcheck.core.models.outbox import Delivery, OutboxMessage
from factcheck.core.models.queue import QueueRow

__all__ = ["AuditEvent", "Delivery", "IdempotencyKey", "OutboxMessage", "QueueRow"]
