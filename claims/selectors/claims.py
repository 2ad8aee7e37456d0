"""Claims for lists and pages; the number of queries does not grow with the number of rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Lower

from claims.models import Appearance, Assignment, Claim, Evidence, Verdict
from claims.selectors.stages import with_stage
from factcheck.core.models import AuditEvent

ORDERINGS = ("-id", "id", "-updated_at", "updated_at")
NOBODY = "none"


@dataclass(frozen=True)
class ClaimFilters:
    """What a list of claims is narrowed to; empty means all.

    ``assignee`` is a user's id or ``none``; ``claimant`` an id or a whole name in any letter case; ``q`` words that all
    must appear, as people type them into a search box.
    """

    state: str = ""
    stage: str = ""
    assignee: str = ""
    claimant: str = ""
    tag: str = ""
    q: str = ""


def claim_list(filters: ClaimFilters = ClaimFilters(), ordering: str = "-id") -> QuerySet[Claim]:
    """Return claims with their ``stage``, ``claimant_id`` and ``_name``, ``claim_date``, ``assignee_id`` and ``_name``.

    All are annotations, so ``values()`` gives a page in one query.

    Args:
        filters: what to narrow to; an unknown id or state gives an empty list.
        ordering: one of ``ORDERINGS``.
    """
    first = Appearance.objects.filter(claim=OuterRef("pk"), is_first=True)
    assignment = Assignment.objects.filter(claim=OuterRef("pk"), closed_at=None)
    claims = with_stage(filtered(Claim.objects.all(), filters)).annotate(
        claimant_id=Subquery(first.values("claimant_id")),
        claimant_name=Subquery(first.values("claimant__name")),
        claim_date=Subquery(first.values("said_on")),
        assignee_id=Subquery(assignment.values("user_id")),
        assignee_name=Subquery(assignment.values("user__username")),
    )
    if filters.stage:
        claims = claims.filter(Q(stage=filters.stage))
    return claims.order_by(ordering, *(["-id"] if "updated_at" in ordering else []))


def claim_page(claim_id: int) -> Claim | None:
    """Return one claim as ``claim_list`` does, with all that its page shows prefetched; None if missing."""
    verdicts = Verdict.objects.select_related("rating", "author", "published_by", "policy", "claim_revision")
    evidence = Evidence.objects.select_related("snapshot_text__snapshot__source", "adopted_by")
    prefetched = claim_list().prefetch_related(
        Prefetch("appearances", queryset=Appearance.objects.select_related("claimant", "article")),
        Prefetch("evidence", queryset=evidence.defer("snapshot_text__text")),
        Prefetch("verdicts", queryset=verdicts.prefetch_related("citations", "votes__voter", "votes__rating")),
        "inquiries__inquiry",
        "duplicates",
        "parts",
    )
    return prefetched.filter(pk=claim_id).first()


def timeline(claim_id: int) -> QuerySet[AuditEvent]:
    """Return the trail of one claim, newest first, with the people who acted."""
    return AuditEvent.objects.filter(subject=f"claim:{claim_id}").select_related("actor").order_by("-sequence")


def filtered(claims: QuerySet[Claim], filters: ClaimFilters) -> QuerySet[Claim]:
    """Return ``claims`` narrowed by all filters but the stage."""
    if filters.state:
        claims = claims.filter(state=filters.state)
    if filters.tag:
        claims = claims.filter(tags__contains=[filters.tag])
    if filters.q:
        query = SearchQuery(filters.q, search_type="websearch", config="english")
        claims = claims.alias(words=SearchVector("text", config="english")).filter(words=query)
    if filters.claimant:
        claims = claims.filter(_claimant_is(filters.claimant))
    if filters.assignee:
        claims = claims.filter(_assignee_is(filters.assignee))
    return claims


def _claimant_is(claimant: str) -> Q:
    first = Appearance.objects.filter(claim=OuterRef("pk"), is_first=True)
    if claimant.isdecimal():
        return Q(Exists(first.filter(claimant=_id(claimant))))
    return Q(Exists(first.alias(name=Lower("claimant__name")).filter(name=claimant.lower())))


def _assignee_is(assignee: str) -> Q:
    assignment = Assignment.objects.filter(claim=OuterRef("pk"), closed_at=None)
    if assignee == NOBODY:
        return ~Q(Exists(assignment))
    return Q(Exists(assignment.filter(user=_id(assignee))))


def _id(value: str) -> int:
    """Return the id, or 0 for one that no row can have."""
    return int(value) if value.isdecimal() and len(value) < 19 else 0
