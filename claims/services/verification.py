"""Prove that nothing that should never change was changed: trail, bytes, texts, quotations, public pages.

Reads everything again and compares it with the digests and spans that were kept beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import QuerySet

from claims.models import Claim, ClaimInquiry, Evidence, PublicPage
from claims.publishing.stored import dump
from claims.selectors.published import build_whole, shown_verdict
from factcheck.core.errors import NotFound
from factcheck.core.models import AuditEvent
from factcheck.core.services import audit
from factcheck.sources import archive
from factcheck.sources.models import Snapshot, SnapshotText

_CHUNK = 100


@dataclass(frozen=True)
class Broken:
    """One thing that does not hold."""

    kind: str
    id: str
    what: str


@dataclass
class Verification:
    """How much of each kind was checked, and what does not hold."""

    checked: dict[str, int] = field(default_factory=dict)
    broken: list[Broken] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.broken

    def count(self, kind: str, found: Iterator[Broken | None]) -> None:
        """Take in the results of one kind; None stands for something that holds."""
        number = 0
        for number, broken in enumerate(found, start=1):  # noqa: B007 - the count is wanted after the loop
            if broken is not None:
                self.broken.append(broken)
        self.checked[kind] = number

    def as_json(self) -> dict[str, Any]:
        """Return ``{ok, checked, broken}``."""
        return {"ok": self.ok, "checked": self.checked, "broken": [asdict(item) for item in self.broken]}


def verify(*, claim_id: int | None = None) -> Verification:
    """Check everything, or what one claim rests on: its trail, cited and adopted evidence, and its page.

    Raises:
        NotFound: there is no such claim.
    """
    evidence = Evidence.objects.order_by("id")
    texts, snapshots = SnapshotText.objects.order_by("id"), Snapshot.objects.order_by("id")
    pages = PublicPage.objects.order_by("id")
    if claim_id is not None:
        if not Claim.objects.filter(pk=claim_id).exists():
            raise NotFound(f"There is no claim {claim_id}.")
        evidence, pages = evidence.filter(claim=claim_id), pages.filter(claim=claim_id)
        texts = texts.filter(pk__in=evidence.values("snapshot_text"))
        snapshots = snapshots.filter(pk__in=texts.values("snapshot"))
    result = Verification()
    result.count("audit_events", _chains(claim_id))
    result.count("snapshots", _stored_bytes(snapshots))
    result.count("snapshot_texts", (_text(row) for row in texts.iterator(_CHUNK)))
    result.count("evidence", (_quotation(row) for row in _with_text(evidence).iterator(_CHUNK)))
    result.count("public_pages", (_page(row) for row in pages.iterator(_CHUNK)))
    return result


def _chains(claim_id: int | None) -> Iterator[Broken | None]:
    """Yield a break for each chain that does not hold, and None for each event besides."""
    subjects: list[str | None] = [None]
    events = AuditEvent.objects.all()
    if claim_id is not None:
        inquiries = ClaimInquiry.objects.filter(claim=claim_id).values_list("inquiry_id", flat=True)
        subjects = [f"claim:{claim_id}", *(f"inquiry:{pk}" for pk in inquiries)]
        events = events.filter(subject__in=subjects)
    broken = [link for subject in subjects for link in audit.broken_links(subject)]
    yield from (Broken("audit_event", str(link.event_id), f"{link.subject}: {link.what}") for link in broken)
    yield from (None for _ in range(events.count() - len(broken)))


def _stored_bytes(snapshots: QuerySet[Snapshot]) -> Iterator[Broken | None]:
    for pk, sha256 in snapshots.values_list("pk", "sha256").iterator(_CHUNK):
        try:
            archive.load(sha256)
        except FileNotFoundError:
            yield Broken("snapshot", str(pk), "its bytes are missing")
        except archive.Corrupt:
            yield Broken("snapshot", str(pk), "its bytes no longer have the digest they are kept under")
        except ValueError:
            yield Broken("snapshot", str(pk), "its digest is no SHA-256")
        else:
            yield None


def _text(row: SnapshotText) -> Broken | None:
    if hashlib.sha256(row.text.encode()).hexdigest() == row.sha256:
        return None
    return Broken("snapshot_text", str(row.pk), "its text no longer has the digest kept with it")


def _with_text(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return evidence.select_related("snapshot_text").only("start", "end", "exact", "snapshot_text__text")


def _quotation(row: Evidence) -> Broken | None:
    if row.snapshot_text.text[row.start : row.end] == row.exact:
        return None
    return Broken("evidence", str(row.pk), "its quotation is not what stands at its place in the text")


def _page(row: PublicPage) -> Broken | None:
    verdict = shown_verdict(row.claim_id)
    if verdict is None:
        return Broken("public_page", str(row.pk), "nothing of its claim was ever published")
    if verdict.pk == row.verdict_id and dump(build_whole(verdict, row.slug)) == row.record:
        return None
    return Broken("public_page", str(row.pk), "it does not show what the frozen rows give")
