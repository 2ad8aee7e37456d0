"""Published fact-checks as the plain records of ``claims.publishing``, built from frozen rows only.

A stored record holds addresses relative to the site and no name of the desk; ``check_of`` completes it from settings,
so that moving the site rewrites no row.
"""

from __future__ import annotations

import dataclasses
from typing import Literal, cast

from django.conf import settings
from django.db.models import Q, QuerySet

from claims.models import ClaimRevision, Correction, Decision, Evidence, PublicPage, Rating, Verdict
from claims.publishing.hygiene import is_web_url
from claims.publishing.prose import cited, to_html
from claims.publishing.records import (
    EvidenceKind,
    PublishedCheck,
    PublishedClaimant,
    PublishedCorrection,
    PublishedEvidence,
    PublishedOrganisation,
    PublishedRating,
    PublishedReview,
    PublishedRevision,
    Stance,
)
from claims.publishing.stored import load
from claims.workflow import VerdictState

EVER_PUBLIC = (VerdictState.PUBLISHED, VerdictState.SUPERSEDED, VerdictState.RETRACTED)


def this_desk() -> PublishedOrganisation:
    """Return the newsroom that signs what this installation publishes."""
    return PublishedOrganisation(name=settings.SITE_NAME, url=f"{settings.SITE_URL}/")


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
    urls = tuple(url for url in revision.appearances if is_web_url(url))
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
        appearances=urls,
        first_appearance=urls[0] if urls else "",
        evidence=_evidence(verdict),
        revisions=_revisions(verdict, slug),
        corrections=tuple(PublishedCorrection(c.kind, c.note, c.effective_at) for c in corrections if c.effective_at),
        is_retracted=verdict.state == VerdictState.RETRACTED,
        number=verdict.number,
        review=_review(verdict),
    )


def build_whole(verdict: Verdict, slug: str) -> PublishedCheck:
    """Return the record of the verdict a page shows, with the revisions before it."""
    earlier = _ever_public(verdict.claim_id).filter(number__lt=verdict.number).order_by("-number")
    return dataclasses.replace(
        build_check(verdict, slug), earlier=tuple(build_check(answer, slug) for answer in earlier)
    )


def check_of(page: PublicPage) -> PublishedCheck:
    """Return the record stored on ``page``, with absolute addresses and the desk's name from settings."""
    return completed(load(page.record))


def completed(check: PublishedCheck) -> PublishedCheck:
    """Return ``check`` with absolute addresses and the desk's name from settings."""
    site = settings.SITE_URL
    return dataclasses.replace(
        check,
        url=f"{site}{check.url}",
        author_org=this_desk(),
        revisions=tuple(dataclasses.replace(revision, url=f"{site}{revision.url}") for revision in check.revisions),
        earlier=tuple(completed(answer) for answer in check.earlier),
    )


def _ever_public(claim_id: int) -> QuerySet[Verdict]:
    rows = Verdict.objects.filter(claim=claim_id, state__in=EVER_PUBLIC)
    return rows.select_related("claim_revision", "rating", "policy").order_by("number")


def _effective_corrections(verdict: Verdict) -> QuerySet[Correction]:
    """Return what was corrected up to this revision, newest first, and its own retraction."""
    up_to = Q(draft__number__lte=verdict.number) | Q(draft=None, corrected__number__lte=verdict.number)
    rows = Correction.objects.filter(up_to, corrected__claim=verdict.claim_id, effective_at__isnull=False)
    return rows.order_by("-effective_at", "-id")


def _rating(rating: Rating) -> PublishedRating:
    return PublishedRating(
        label=rating.label, rating_class=rating.rating_class, value=rating.value, explanation=rating.description
    )


def _claimant(revision: ClaimRevision) -> PublishedClaimant | None:
    if not revision.claimant_name:
        return None
    same_as = (revision.claimant_same_as,) if is_web_url(revision.claimant_same_as) else ()
    kind: Literal["person", "organization"] = "organization" if revision.claimant_kind == "organization" else "person"
    return PublishedClaimant(name=revision.claimant_name, kind=kind, same_as=same_as)


def _evidence(verdict: Verdict) -> tuple[PublishedEvidence, ...]:
    """Return the cited evidence, numbered as the justification mentions it; what it does not mention comes last."""
    numbers = {name: number for number, name in enumerate(cited(verdict.justification), start=1)}
    citations = verdict.citations.select_related("evidence__snapshot_text__snapshot__source")
    items = []
    for citation in citations.defer("evidence__snapshot_text__text").order_by("position"):
        number = numbers.setdefault(str(citation.evidence_id), len(numbers) + 1)
        items.append(_quotation(citation.evidence, number))
    return tuple(sorted(items, key=lambda item: item.number))


def _quotation(evidence: Evidence, number: int) -> PublishedEvidence:
    text = evidence.snapshot_text
    snapshot, source = text.snapshot, text.snapshot.source
    urls = (snapshot.final_url, source.url, source.original_url)
    return PublishedEvidence(
        id=str(evidence.pk),
        quote=evidence.exact,
        source_title=text.title or str(source),
        source_url=next((url for url in urls if is_web_url(url)), ""),
        stance=cast("Stance", evidence.stance),
        kind=cast("EvidenceKind", evidence.kind),
        sha256=snapshot.sha256,
        captured_at=snapshot.captured_at,
        prefix=evidence.prefix,
        suffix=evidence.suffix,
        source_publisher=text.publisher or source.obtained_from,
        note=evidence.note,
        interests=evidence.interests,
        translation=evidence.translation,
        translation_language=evidence.translation_language,
        number=number,
    )


def _review(verdict: Verdict) -> PublishedReview | None:
    if verdict.policy is None:
        return None
    is_adjudicated = verdict.decisions.filter(kind=Decision.Kind.ADJUDICATED_APPROVED).exists()
    by_votes: Literal["votes", "editor"] = "votes" if verdict.approved_at else "editor"
    return PublishedReview(
        votes_required=verdict.policy.votes_required,
        votes_max=verdict.policy.votes_max,
        votes_agreeing=verdict.votes.filter(rating=verdict.rating).count(),
        settled_by="adjudication" if is_adjudicated else by_votes,
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
