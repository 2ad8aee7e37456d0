"""Builds what answers say about sources, snapshots, lookups and passages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from factcheck.accounts import policy
from factcheck.accounts.api.people import person
from factcheck.accounts.models import User
from factcheck.sources.models import (
    ContextSource,
    Fetch,
    Finding,
    Lookup,
    Provider,
    Ranking,
    Snapshot,
    SnapshotText,
)
from factcheck.sources.services.control import RETRYABLE


def source_ref(source: ContextSource) -> dict[str, Any]:
    """Return how other objects name a source."""
    return {"id": str(source.pk), "kind": source.kind, "url": source.url, "title": source.title}


def snapshot_ref(snapshot: Snapshot) -> dict[str, Any]:
    """Return how other objects name a snapshot."""
    return {"id": str(snapshot.pk), "sha256": snapshot.sha256, "captured_at": snapshot.captured_at}


def source_rows(sources: Iterable[Any], actor: User) -> list[dict[str, Any]]:
    """Return a ``SourceShape`` for each source of ``selectors.sources_of``."""
    return [_source(source, actor) for source in sources]


def _source(source: Any, actor: User) -> dict[str, Any]:
    fetch = source.fetches_latest[0] if source.fetches_latest else None
    snapshot = source.snapshots_latest[0] if source.snapshots_latest else None
    text = next(iter(snapshot.texts.all()), None) if snapshot else None
    return {
        **source_ref(source),
        "obtained_from": source.obtained_from,
        "obtained_at": source.obtained_at,
        "original_url": source.original_url,
        "note": source.note,
        "fetch": _fetch(fetch) if fetch else None,
        "snapshot": snapshot_ref(snapshot) if snapshot else None,
        "text": text_ref(text) if text else None,
        "findings": [_finding(finding) for finding in source.findings_here],
        "created_at": source.created_at,
        "available_actions": _fetch_actions(fetch, actor),
    }


def _fetch(fetch: Fetch) -> dict[str, Any]:
    return {
        "id": str(fetch.pk),
        "state": fetch.state,
        "attempts": fetch.attempts,
        "reason": fetch.reason,
        "reason_detail": fetch.reason_detail,
        "http_status": fetch.http_status,
        "next_attempt_at": fetch.next_attempt_at if fetch.state == Fetch.State.QUEUED else None,
        "finished_at": fetch.finished_at,
        "version": fetch.version,
    }


def _fetch_actions(fetch: Fetch | None, actor: User) -> list[str]:
    if fetch is None:
        return []
    possible = {
        "retry": fetch.state in RETRYABLE and policy.allowed("fetch.retry", actor),
        "give_up": fetch.state == Fetch.State.QUEUED and policy.allowed("fetch.give_up", actor),
    }
    return [name for name, is_possible in possible.items() if is_possible]


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "provider": finding.lookup.provider.name if finding.lookup else None,
        "person": person(finding.person),
        "title": finding.title,
        "snippet": finding.snippet,
        "published_at": finding.published_at,
    }


def text_ref(text: SnapshotText) -> dict[str, Any]:
    """Return what was read out of a snapshot, without the words."""
    return {
        "id": str(text.pk),
        "sha256": text.sha256,
        "extractor": text.extractor,
        "title": text.title,
        "byline": text.byline,
        "publisher": text.publisher,
        "published_at": text.published_at,
        "published_at_source": text.published_at_source,
        "language": text.language,
        "word_count": text.word_count,
        "is_almost_empty": text.is_almost_empty,
    }


def snapshot_row(snapshot: Snapshot) -> dict[str, Any]:
    """Return the ``SnapshotShape`` of a snapshot with source, uploader and texts; nobody may change one."""
    return {
        **snapshot_ref(snapshot),
        "source": source_ref(snapshot.source),
        "payload_sha256": snapshot.payload_sha256,
        "size_bytes": snapshot.size_bytes,
        "content_type": snapshot.content_type,
        "final_url": snapshot.final_url,
        "http_status": snapshot.http_status,
        "hops": [{"url": h["url"], "status": h["status"], "location": h.get("location", "")} for h in snapshot.hops],
        "peer_address": snapshot.peer_address,
        "uploaded_by": person(snapshot.uploaded_by),
        "texts": [text_ref(text) for text in snapshot.texts.all()],
        "created_at": snapshot.created_at,
        "available_actions": [],
    }


def lookup_row(lookup: Lookup) -> dict[str, Any]:
    """Return the ``LookupShape`` of a lookup with its provider."""
    return {
        "id": str(lookup.pk),
        "provider": lookup.provider.name,
        "query": lookup.query,
        "state": lookup.state,
        "attempts": lookup.attempts,
        "reason": lookup.reason,
        "reason_detail": lookup.reason_detail,
        "found_count": lookup.found_count,
    }


def provider_rows(providers: Iterable[Provider]) -> list[dict[str, Any]]:
    """Return a ``ProviderShape`` for each; providers are managed in the back office."""
    return [
        {
            "id": str(row.pk),
            "kind": row.kind,
            "name": row.name,
            "base_url": row.base_url,
            "is_enabled": row.is_enabled,
            "version": row.version,
            "created_at": row.created_at,
            "available_actions": [],
        }
        for row in providers
    ]


def passage_rows(rankings: Iterable[Ranking], actions: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return a ``RankedPassageShape`` for each of ``selectors.ranked_passages``.

    Args:
        rankings: with ``words``, ``before`` and ``after``.
        actions: what the actor may do with any of them.
    """
    return [_passage(ranking, actions) for ranking in rankings]


def _passage(ranking: Any, actions: tuple[str, ...]) -> dict[str, Any]:
    passage = ranking.passage
    snapshot = passage.snapshot_text.snapshot
    return {
        "id": str(passage.pk),
        "text": ranking.words,
        "selector": {
            "exact": ranking.words,
            "prefix": ranking.before,
            "suffix": ranking.after,
            "start": passage.start,
            "end": passage.end,
        },
        "score": ranking.score,
        "reasons": ranking.reasons,
        "model": ranking.model,
        "source": source_ref(snapshot.source),
        "snapshot": snapshot_ref(snapshot),
        "available_actions": list(actions),
    }
