"""Turn a snapshot into its text and passages."""

from __future__ import annotations

import hashlib

from django.db import transaction

from factcheck.core.services import leases, outbox
from factcheck.sources import archive
from factcheck.sources.errors import ExtractionRefused, Refused
from factcheck.sources.extract import EXTRACTOR_VERSION, Extracted, extract
from factcheck.sources.http import current_settings
from factcheck.sources.http.decoding import decode
from factcheck.sources.http.messages import MAX_DECODED_BYTES
from factcheck.sources.models import Analysis, Passage, Snapshot, SnapshotText
from factcheck.sources.services.queues import ANALYSES
from factcheck.sources.services.reranking import rank_for_finders
from factcheck.text.passages import split_passages

EXTRACTED_TOPIC = "snapshot.extracted"


def run(lease: leases.Lease, row: Analysis) -> None:
    """Extract the snapshot of a held analysis; a refusal by the extractor is final and stands on the row.

    Raises:
        LeaseLost: another worker holds the row; nothing is stored.
    """
    snapshot = Snapshot.objects.select_related("source").get(analyses=row)
    try:
        extracted = extract(_payload(snapshot), snapshot.final_url, snapshot.content_type)
    except (ExtractionRefused, Refused) as error:
        detail = error.detail[:500]
        leases.finish(ANALYSES, lease, state=Analysis.State.FAILED, reason=error.reason[:64], reason_detail=detail)
        return
    store(lease, snapshot, extracted)


@transaction.atomic
def store(lease: leases.Lease, snapshot: Snapshot, extracted: Extracted) -> SnapshotText:
    """Finish a held extraction with its text, its passages and the rankings they are wanted for.

    Raises:
        LeaseLost: another worker holds the row; nothing is stored.
    """
    leases.finish(ANALYSES, lease, state=Analysis.State.DONE, reason="", reason_detail="")
    text = keep_text(snapshot, extracted)
    outbox.add(EXTRACTED_TOPIC, {"snapshot_text_id": text.pk, "source_id": snapshot.source_id})
    rank_for_finders(snapshot.source_id)
    return text


def keep_text(snapshot: Snapshot, extracted: Extracted) -> SnapshotText:
    """Return the stored text of ``snapshot`` by this extractor, with its passages; made once."""
    columns = {
        "text": extracted.text,
        "sha256": hashlib.sha256(extracted.text.encode()).hexdigest(),
        "title": extracted.title[:500],
        "byline": extracted.byline[:300],
        "publisher": extracted.publisher[:300],
        "published_at": extracted.published_at,
        "published_at_source": extracted.published_at_source[:40],
        "language": extracted.language[:12],
        "canonical_url": extracted.canonical_url[:2000],
        "word_count": extracted.word_count,
        "is_almost_empty": extracted.is_almost_empty,
    }
    text, is_new = SnapshotText.objects.get_or_create(snapshot=snapshot, extractor=EXTRACTOR_VERSION, defaults=columns)
    if is_new:
        spans = split_passages(extracted.text)
        Passage.objects.bulk_create(
            [Passage(snapshot_text=text, start=span.start, end=span.end) for span in spans], batch_size=1000
        )
    return text


def _payload(snapshot: Snapshot) -> bytes:
    encoding = next((value for name, value in snapshot.headers if name.lower() == "content-encoding"), "")
    return decode(
        archive.load(snapshot.sha256),
        encoding=encoding,
        max_decoded_bytes=MAX_DECODED_BYTES,
        max_ratio=current_settings().max_ratio,
    )
