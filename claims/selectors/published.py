"""Published fact-checks as the plain records of ``claims.publishing``, built from frozen rows only.

A stored record holds addresses relative to the site and no name of the desk; ``check_of`` completes it from settings,
so that moving the site rewrites no row.
"""

from __future__ import annotations

import dataclasses
import json
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from django.conf import settings
from django.db.models import Q, QuerySet

from claims.models import Citation, ClaimRevision, Correction, PublicPage, Rating, Verdict
from claims.publishing.prose import to_html
from claims.publishing.records import (
    EvidenceKind,
    PublishedCheck,
    PublishedClaimant,
    PublishedCorrection,
    PublishedEvidence,
    PublishedOrganisation,
    PublishedRating,
    PublishedRevision,
    Stance,
)
from claims.workflow import VerdictState
from factcheck.core.services.audit import canonical_json

EVER_PUBLIC = (VerdictState.PUBLISHED, VerdictState.SUPERSEDED, VerdictState.RETRACTED)


def page_path(slug: str) -> str:
    """Return the path of a public page."""
    return f"/factchecks/{slug}/"


def shown_verdict(claim_id: int) -> Verdict | None:
    """Return the verdict a claim's page shows: the published one, else the last retracted; None before publication."""
    verdicts = _ever_public(claim_id).exclude(state=VerdictState.SUPERSEDED)
    return verdicts.filter(state=VerdictState.PUBLISHED).first() or verdicts.order_by("-number").first()


def build_check(verdict: Verdict, slug: str) -> PublishedCheck:
    """Return the record of a verdict that is or was public, for storing.

    Args:
        verdict: published, superseded or retracted.
        slug: of its claim's page.
    """
    revision, rating, published_at = verdict.claim_revision, verdict.rating, verdict.published_at
    if revision is None or rating is None or published_at is None:
        raise ValueError(f"verdict {verdict.pk} was never published")
    corrections = list(_effective_corrections(verdict))
    changed = [c.effective_at for c in corrections if c.effective_at]
    return PublishedCheck(
        slug=slug,
        url=page_path(slug),
        claim_text=revision.text,
        rating=_rating(rating),
        summary=verdict.summary,
        justification_html=to_html(verdict.justification),
        published_at=min(v.published_at or published_at for v in _ever_public(verdict.claim_id)),
        modified_at=max([published_at, *changed]),
        author_org=PublishedOrganisation(name="", url=""),
        language=revision.language,
        claimant=_claimant(revision),
        claim_date=revision.claim_date,
        appearances=tuple(revision.appearances),
        first_appearance=revision.appearances[0] if revision.appearances else "",
        evidence=tuple(_evidence(citation) for citation in _citations(verdict)),
        revisions=_revisions(verdict, slug),
        corrections=tuple(PublishedCorrection(c.kind, c.note, c.effective_at) for c in corrections if c.effective_at),
        is_retracted=verdict.state == VerdictState.RETRACTED,
    )


def to_record(check: PublishedCheck) -> dict[str, Any]:
    """Return ``check`` as JSON for ``PublicPage.record``."""
    record: dict[str, Any] = json.loads(canonical_json(dataclasses.asdict(check)))
    return record


def check_of(page: PublicPage) -> PublishedCheck:
    """Return the record stored on ``page``, with absolute addresses and the desk's name from settings."""
    return completed(_decoded(PublishedCheck, page.record))


def completed(check: PublishedCheck) -> PublishedCheck:
    """Return ``check`` with absolute addresses and the desk's name from settings."""
    site = settings.SITE_URL
    revisions = tuple(dataclasses.replace(r, url=f"{site}{r.url}") for r in check.revisions)
    desk = PublishedOrganisation(name=settings.SITE_NAME, url=f"{site}/")
    return dataclasses.replace(check, url=f"{site}{check.url}", author_org=desk, revisions=revisions)


def _ever_public(claim_id: int) -> QuerySet[Verdict]:
    rows = Verdict.objects.filter(claim=claim_id, state__in=EVER_PUBLIC)
    return rows.select_related("claim_revision", "rating__scale").order_by("number")


def _effective_corrections(verdict: Verdict) -> QuerySet[Correction]:
    """Return what was corrected up to this revision, newest first, and its own retraction."""
    up_to = Q(draft__number__lte=verdict.number) | Q(draft=None, corrected__number__lte=verdict.number)
    rows = Correction.objects.filter(up_to, corrected__claim=verdict.claim_id, effective_at__isnull=False)
    return rows.order_by("-effective_at", "-id")


def _citations(verdict: Verdict) -> QuerySet[Citation]:
    return verdict.citations.select_related("evidence__snapshot_text__snapshot__source").order_by("position")


def _rating(rating: Rating) -> PublishedRating:
    return PublishedRating(label=rating.label, rating_class=rating.rating_class, value=rating.value)


def _claimant(revision: ClaimRevision) -> PublishedClaimant | None:
    if not revision.claimant_name:
        return None
    same_as = (revision.claimant_same_as,) if revision.claimant_same_as else ()
    kind: Literal["person", "organization"] = "organization" if revision.claimant_kind == "organization" else "person"
    return PublishedClaimant(name=revision.claimant_name, kind=kind, same_as=same_as)


def _evidence(citation: Citation) -> PublishedEvidence:
    evidence = citation.evidence
    text = evidence.snapshot_text
    snapshot, source = text.snapshot, text.snapshot.source
    return PublishedEvidence(
        id=str(evidence.pk),
        quote=evidence.exact,
        source_title=text.title or str(source),
        source_url=snapshot.final_url or source.url or source.original_url,
        stance=cast(Stance, evidence.stance),
        kind=cast(EvidenceKind, evidence.kind),
        sha256=snapshot.sha256,
        captured_at=snapshot.captured_at,
        prefix=evidence.prefix,
        suffix=evidence.suffix,
        source_publisher=text.publisher,
        note=evidence.note,
    )


def _revisions(verdict: Verdict, slug: str) -> tuple[PublishedRevision, ...]:
    """Return every answer that was public up to ``verdict``, newest first."""
    notes = {c.draft_id: c.note for c in _effective_corrections(verdict) if c.draft_id}
    rows = [v for v in _ever_public(verdict.claim_id) if v.number <= verdict.number]
    return tuple(
        PublishedRevision(
            number=row.number,
            rating_label=row.rating.label if row.rating else "",
            summary=row.summary,
            published_at=row.published_at,
            superseded_at=row.ended_at,
            note=notes.get(row.pk, ""),
            url=f"{page_path(slug)}revisions/{row.number}/",
        )
        for row in reversed(rows)
        if row.published_at
    )


def _decoded(kind: Any, value: Any) -> Any:
    """Return ``value``, as JSON gives it, in the type that a field of a record declares."""
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _decoded(hints[name], item) for name, item in value.items()})  # type: ignore[operator]
    if get_origin(kind) in {Union, UnionType}:
        inner = next(option for option in get_args(kind) if option is not NoneType)
        return None if value is None else _decoded(inner, value)
    if get_origin(kind) is tuple:
        return tuple(_decoded(get_args(kind)[0], item) for item in value)
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    return value
