"""Take a document people were sent: kept like a capture, marked with who got it from whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from factcheck.accounts import policy
from factcheck.core.errors import Invalid, TooLarge, UnsupportedMedia
from factcheck.core.services.enqueue import enqueue
from factcheck.sources import archive
from factcheck.sources.errors import ExtractionRefused
from factcheck.sources.extract import sniff
from factcheck.sources.models import Analysis, ContextSource, Finding, Inquiry, Snapshot
from factcheck.sources.services.queues import ANALYSE_TASK

UPLOAD_MAX_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Provenance:
    """Where an upload came from; ``obtained_at`` is aware."""

    title: str
    obtained_from: str
    obtained_at: datetime | None = None
    original_url: str = ""
    note: str = ""


def upload(
    *, inquiry: Inquiry | None, data: bytes, content_type: str, provenance: Provenance, actor: Any
) -> ContextSource:
    """Return the source of an uploaded document, its text extraction queued.

    Args:
        inquiry: the one it was sent for, if any.
        data: the file's bytes, at most 50 MB.
        content_type: as the sender says; what the bytes are is found out here.

    Raises:
        NotPermitted: ``source.add`` is not the actor's.
        Invalid: the file is empty, or a field is missing or too long.
        TooLarge: over 50 MB.
        UnsupportedMedia: neither HTML, PDF nor text.
    """
    policy.require("source.add", actor)
    _require_whole(data, provenance)
    kind = _kind(data, content_type)
    stored = archive.store(data)
    with transaction.atomic():
        source = ContextSource.objects.create(kind=ContextSource.Kind.UPLOAD, added_by=actor, **_described(provenance))
        snapshot = Snapshot.objects.create(
            source=source,
            sha256=stored.sha256,
            payload_sha256=stored.sha256,
            size_bytes=stored.size_bytes,
            content_type=content_type[:255] or kind,
            captured_at=timezone.now(),
            uploaded_by=actor,
        )
        Analysis.objects.create(kind=Analysis.Kind.EXTRACTION, snapshot=snapshot)
        if inquiry is not None:
            Finding.objects.create(inquiry=inquiry, source=source, person=actor, title=source.title)
        enqueue(ANALYSE_TASK)
    return source


def _described(provenance: Provenance) -> dict[str, Any]:
    return {
        "title": provenance.title,
        "obtained_from": provenance.obtained_from,
        "obtained_at": provenance.obtained_at,
        "original_url": provenance.original_url,
        "note": provenance.note,
    }


def _require_whole(data: bytes, provenance: Provenance) -> None:
    if len(data) > UPLOAD_MAX_BYTES:
        raise TooLarge("An upload may have 50 MB.")
    if not data:
        raise Invalid({"file": ["The file is empty."]})
    missing = {name: ["Required."] for name in ("title", "obtained_from") if not getattr(provenance, name).strip()}
    if missing:
        raise Invalid(missing)


def _kind(data: bytes, content_type: str) -> str:
    try:
        return sniff(data, content_type)
    except ExtractionRefused as error:
        raise UnsupportedMedia(f"HTML, PDF and text are read ({error.reason}).") from error
