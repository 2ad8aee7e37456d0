"""Append to the audit trail and prove that nobody rewrote it.

Chains are per subject; an advisory lock orders writers of one chain, so no row of the trail is ever locked or updated.
Source: ARCHITECTURE.md, "Evidence that strangers can check".
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.utils import timezone

from factcheck.core.models import AuditEvent

DESK = "desk"


@dataclass(frozen=True)
class Broken:
    """The first link of a chain that does not hold."""

    subject: str
    event_id: int
    what: str


def canonical_json(value: Any) -> str:
    """Return JSON with sorted keys and no white space, the form that digests are taken of."""
    return json.dumps(value, cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def row_sha256(row: models.Model, nonce: str) -> str:
    """Return the hex SHA-256 of ``nonce`` and every column of ``row`` as it is in memory."""
    columns = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
    return hashlib.sha256(f"{nonce}\n{canonical_json(columns)}".encode()).hexdigest()


def record(
    subject: str, action: str, *, actor: Any, obj: models.Model, data: Mapping[str, Any] | None = None
) -> AuditEvent:
    """Append one event to the chain of ``subject`` and return it.

    Args:
        subject: ``claim:ID``, ``inquiry:ID`` or ``desk``.
        action: namespaced verb in the past tense, as ``verdict.submitted``.
        actor: the person, or None for the machine.
        obj: the row after the move; its digest enters the event.
        data: ids, states and digests; never names or free text about third persons.

    Raises:
        TransactionManagementError: outside a transaction.
    """
    _lock_chain(subject)
    last = AuditEvent.objects.filter(subject=subject).order_by("-sequence").only("sequence", "sha256").first()
    nonce = secrets.token_hex(16)
    event = AuditEvent(
        subject=subject,
        sequence=last.sequence + 1 if last else 1,
        action=action,
        actor=actor,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        object_sha256=row_sha256(obj, nonce),
        data=dict(data or {}),
        nonce=nonce,
        previous_sha256=last.sha256 if last else "",
        created_at=timezone.now(),
    )
    event.sha256 = event_sha256(event)
    event.save(force_insert=True)
    return event


def event_sha256(event: AuditEvent) -> str:
    """Return the hex SHA-256 that binds an event to its content and its predecessor."""
    content = {
        "subject": event.subject,
        "sequence": event.sequence,
        "action": event.action,
        "actor": event.actor_id,
        "object": [event.object_type, event.object_id, event.object_sha256],
        "data": event.data,
        "nonce": event.nonce,
        "previous": event.previous_sha256,
        "at": event.created_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    return hashlib.sha256(canonical_json(content).encode()).hexdigest()


def broken_links(subject: str | None = None) -> Iterator[Broken]:
    """Yield the first broken link of each chain, or of ``subject`` alone; nothing when all hold."""
    events = AuditEvent.objects.order_by("subject", "sequence")
    if subject is not None:
        events = events.filter(subject=subject)
    current, expected, previous, reported = None, 1, "", False
    for event in events.iterator(chunk_size=2000):
        if event.subject != current:
            current, expected, previous, reported = event.subject, 1, "", False
        if reported:
            continue
        what = _fault(event, expected, previous)
        if what:
            reported = True
            yield Broken(event.subject, event.pk, what)
        expected, previous = event.sequence + 1, event.sha256


def _fault(event: AuditEvent, expected: int, previous: str) -> str | None:
    if event.sequence != expected:
        return f"event {expected} is missing"
    if event.previous_sha256 != previous:
        return "does not follow its predecessor"
    if event_sha256(event) != event.sha256:
        return "content was changed"
    return None


def _lock_chain(subject: str) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("audit events are written in the transaction of their effect")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"audit:{subject}"])
