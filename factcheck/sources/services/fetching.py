"""Run due fetches: through the door outside any transaction, stored in a second one guarded by the lease."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from factcheck.core.services import leases, outbox
from factcheck.core.services.enqueue import enqueue
from factcheck.sources import archive, retry
from factcheck.sources.errors import FetchFailed, Refused
from factcheck.sources.http import Door, Request, Response
from factcheck.sources.models import Analysis, Fetch, Snapshot
from factcheck.sources.services import politeness
from factcheck.sources.services.queues import ANALYSE_TASK, FETCHES, FETCHES_AT_ONCE
from factcheck.sources.services.slots import Database, run_slots

ENDED_TOPIC = "fetch.ended"


def run_due(*, time_slice_s: float) -> int:
    """Fetch until nothing is due or the slice is over; return how many rows were taken."""
    return run_slots(FETCHES, _fetch, at_once=FETCHES_AT_ONCE, time_slice_s=time_slice_s)


async def _fetch(lease: leases.Lease, door: Door, database: Database) -> None:
    row = await database(lambda: Fetch.objects.select_related("source").get(pk=lease.row_id))
    try:
        await politeness.require_allowed(door, row.source.url)
        response = await door.fetch(Request(row.source.url))
    except Refused as error:
        await database(_end, lease, row, Fetch.State.REFUSED, _why(error.reason, error.detail))
    except FetchFailed as error:
        policy = retry.for_reason(error.reason)
        await database(_try_again, lease, row, policy, _why(error.reason, error.detail), error.retry_after_s)
    else:
        await database(_settle, lease, row, response)


def _settle(lease: leases.Lease, row: Fetch, response: Response) -> None:
    if 200 <= response.status < 300:
        store(lease, row, response)
        return
    why = _why(f"http_{response.status}", response.reason) | {"http_status": response.status}
    _try_again(lease, row, retry.for_status(response.status), why, _retry_after_s(response))


def store(lease: leases.Lease, row: Fetch, response: Response) -> Snapshot:
    """Keep what came back: bytes first, then row, snapshot, extraction and outbox in one transaction.

    Bytes without a row are harmless (addressed by content); a row without bytes would be a lie.

    Raises:
        LeaseLost: another worker holds the row; nothing is stored but the bytes.
    """
    stored = archive.store(response.wire_body)
    with transaction.atomic():
        _finish(lease, Fetch.State.FETCHED, {"reason": "", "reason_detail": "", "http_status": response.status})
        snapshot = Snapshot.objects.create(fetch=row, source=row.source, **_columns(response, stored))
        Analysis.objects.create(kind=Analysis.Kind.EXTRACTION, snapshot=snapshot)
        _tell(row, Fetch.State.FETCHED)
        enqueue(ANALYSE_TASK)
    return snapshot


def _columns(response: Response, stored: archive.Stored) -> dict[str, Any]:
    return {
        "sha256": stored.sha256,
        "payload_sha256": hashlib.sha256(response.body).hexdigest(),
        "size_bytes": stored.size_bytes,
        "content_type": response.headers.get("Content-Type", "")[:255],
        "final_url": response.final_url,
        "http_status": response.status,
        "http_reason": response.reason[:100],
        "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in response.raw_headers],
        "hops": [{"url": hop.url, "status": hop.status, "location": hop.location} for hop in response.hops],
        "peer_address": response.peer_address,
        "captured_at": response.started_at,
    }


def _try_again(
    lease: leases.Lease, row: Fetch, policy: retry.Policy, why: dict[str, Any], retry_after_s: int | None
) -> None:
    failures = row.failures + 1
    why = why | {"failures": failures}
    delay_s = retry.delay_s(policy, failures=failures, retry_after_s=retry_after_s)
    if delay_s is None:
        _end(lease, row, Fetch.State.FAILED, why)
    else:
        leases.put_back(FETCHES, lease, delay_s=delay_s, version=F("version") + 1, **why)


@transaction.atomic
def _end(lease: leases.Lease, row: Fetch, state: str, why: dict[str, Any]) -> None:
    _finish(lease, state, why)
    _tell(row, state)


def _finish(lease: leases.Lease, state: str, columns: dict[str, Any]) -> None:
    leases.finish(FETCHES, lease, state=state, version=F("version") + 1, **columns)


def _tell(row: Fetch, state: str) -> None:
    outbox.add(ENDED_TOPIC, {"fetch_id": row.pk, "source_id": row.source_id, "state": str(state)})


def _why(reason: str, detail: str) -> dict[str, Any]:
    return {"reason": reason[:64], "reason_detail": detail[:500]}


def _retry_after_s(response: Response) -> int | None:
    """Return Retry-After in seconds, given as a number or an HTTP date (RFC 9110, section 10.2.3)."""
    value = response.headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return int(value[:9])
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0, int((aware - datetime.now(UTC)).total_seconds()))
