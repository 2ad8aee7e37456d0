"""The sources of a claim as its page shows them: state, attempts, reason, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from claims.desk.wording import QUEUE_TONES, reason_words
from claims.models import Claim
from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.sources.models import ContextSource, Fetch, Finding, Snapshot, SnapshotText
from factcheck.sources.selectors import inquiry_counts, is_settled, sources_of
from factcheck.sources.services.control import RETRYABLE


@dataclass(frozen=True)
class SourceRow:
    """One source, ready to be shown. ``state`` is that of its latest fetch, or ``read`` for an upload with text."""

    source: ContextSource
    title: str
    found_by: str
    published_at: datetime | None
    state: str
    tone: str
    fetch: Fetch | None
    reason: str
    snapshot: Snapshot | None
    text: SnapshotText | None
    may_retry: bool
    may_give_up: bool

    @property
    def needs_upload(self) -> bool:
        """Say whether offering an upload helps: almost no text was found, or the page cannot be had."""
        return (self.text is not None and self.text.is_almost_empty) or self.state in RETRYABLE


@dataclass(frozen=True)
class Research:
    """All rounds of a claim: its sources and how far the work on them is."""

    rows: list[SourceRow]
    progress: list[tuple[str, str, str, int]]
    is_settled: bool


def research_of(claim: Claim, actor: User) -> Research:
    """Return the sources and the progress of all inquiries of a claim whose ``inquiries`` are loaded."""
    ids = [opened.inquiry_id for opened in claim.inquiries.all()]
    counts = inquiry_counts(ids)
    return Research([_row(source, actor) for source in sources_of(ids)], _progress(counts), is_settled(counts))


def _progress(counts: Mapping[str, Mapping[str, int]]) -> list[tuple[str, str, str, int]]:
    nouns = {"lookup": "searches", "fetch": "pages", "analysis": "readings"}
    return [
        (nouns[kind], state, QUEUE_TONES.get(state, ""), counts[kind][state])
        for kind in nouns
        for state in sorted(counts[kind])
    ]


def _row(source: ContextSource, actor: User) -> SourceRow:
    fetch = next(iter(source.fetches_latest), None)  # type: ignore[attr-defined]  # set by the selector
    snapshot = next(iter(source.snapshots_latest), None)  # type: ignore[attr-defined]
    finding = next(iter(source.findings_here), None)  # type: ignore[attr-defined]
    text = next(iter(snapshot.texts.all()), None) if snapshot else None
    state = fetch.state if fetch else ("read" if text else "queued")
    return SourceRow(
        source=source,
        title=(text.title if text else "") or source.title or (finding.title if finding else "") or source.url,
        found_by=_finder(finding),
        published_at=(text.published_at if text else None) or (finding.published_at if finding else None),
        state=state,
        tone=QUEUE_TONES.get(state, ""),
        fetch=fetch,
        reason=reason_words(fetch.reason) if fetch and fetch.reason else "",
        snapshot=snapshot,
        text=text,
        may_retry=state in RETRYABLE and policy.allowed("fetch.retry", actor),
        may_give_up=fetch is not None and state == Fetch.State.QUEUED and policy.allowed("fetch.give_up", actor),
    )


def _finder(finding: Finding | None) -> str:
    if finding is None:
        return ""
    return finding.lookup.provider.name if finding.lookup else str(finding.person)
