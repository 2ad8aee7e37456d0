"""Claims as plain values with everything a row of a list shows, in one query however many there are.

Joins instead of lookups a row: of open verdicts, published verdicts, open assignments and first appearances a claim has
one at most (partial unique constraints), so no row is doubled.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import ExpressionWrapper

from claims.models import Claim, Verdict
from claims.selectors.claims import ClaimFilters, filtered
from claims.selectors.facts import UNDER_REVIEW
from claims.selectors.stages import with_stage
from claims.workflow import OPEN_VERDICT_STATES, Stage, StageFacts, VerdictState, stage_of

_OWN = (
    "id", "text", "language", "state", "tags", "decline_reason", "decline_note", "duplicate_of_id", "split_from_id",
    "submitted_by_id", "submitted_by__username", "accepted_at", "version", "created_at", "updated_at",
)  # fmt: skip
_JOINED = {
    "open_verdict_id": F("open_one__id"),
    "open_verdict_state": F("open_one__state"),
    "published_verdict_id": F("published_one__id"),
    "assignee_id": F("assigned__user_id"),
    "assignee_name": F("assigned__user__username"),
    "claimant_id": F("first__claimant_id"),
    "claimant_name": F("first__claimant__name"),
    "claim_date": F("first__said_on"),
}
_HANDED_BACK = (VerdictState.RETURNED, VerdictState.WITHDRAWN)


def claim_values(filters: ClaimFilters = ClaimFilters()) -> QuerySet[Claim, dict[str, Any]]:  # noqa: B008 - frozen
    """Return claims as dicts of ``_OWN``, ``_JOINED``, ``has_retracted`` and ``correction_was_returned``."""
    return _everything().all() if filters == ClaimFilters() else _values(_asked_for(filters))


@lru_cache(maxsize=1)
def _everything() -> QuerySet[Claim, dict[str, Any]]:
    """Return the unfiltered query, never run itself: to build it takes a sixth of the time of a page."""
    return _values(Claim.objects.all())


def _values(claims: QuerySet[Claim]) -> QuerySet[Claim, dict[str, Any]]:
    rows: QuerySet[Claim, dict[str, Any]]
    rows = _joined(claims).values(*_OWN, "has_retracted", "correction_was_returned", **_JOINED)
    return rows


def facts_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts that permissions and workflow ask for, out of one row of ``claim_values``."""
    open_state = row["open_verdict_state"] or ""
    has_published = row["published_verdict_id"] is not None
    return {
        "claim_state": row["state"],
        "open_verdict": open_state,
        "has_published": has_published,
        "has_retracted": row["has_retracted"],
        "assignee_id": row["assignee_id"],
        "is_assigned": row["assignee_id"] is not None,
        "is_unassigned": row["assignee_id"] is None,
        "no_open_verdict": not open_state,
        "no_published_verdict": not has_published,
        "not_under_review": open_state not in UNDER_REVIEW,
        "correction_was_returned": bool(row["correction_was_returned"]),
    }


def stage_of_row(row: Mapping[str, Any]) -> Stage:
    """Return the stage of one row of ``claim_values``."""
    return stage_of(
        StageFacts(
            claim_state=row["state"],
            open_verdict=row["open_verdict_state"] or "",
            has_published=row["published_verdict_id"] is not None,
            has_retracted=row["has_retracted"],
            has_assignment=row["assignee_id"] is not None,
        )
    )


def _asked_for(filters: ClaimFilters) -> QuerySet[Claim]:
    claims = filtered(Claim.objects.all(), filters)
    return with_stage(claims).filter(Q(stage=filters.stage)) if filters.stage else claims


def _joined(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    latest = Verdict.objects.filter(claim=OuterRef("pk")).order_by("-number")
    handed_back = Q(state__in=_HANDED_BACK, correction__corrected__state=VerdictState.PUBLISHED)
    was_returned = latest.annotate(back=ExpressionWrapper(handed_back, output_field=BooleanField())).values("back")[:1]
    retracted = Verdict.objects.filter(claim=OuterRef("pk"), state=VerdictState.RETRACTED)
    return claims.annotate(
        open_one=FilteredRelation("verdicts", condition=Q(verdicts__state__in=OPEN_VERDICT_STATES)),
        published_one=FilteredRelation("verdicts", condition=Q(verdicts__state=VerdictState.PUBLISHED)),
        assigned=FilteredRelation("assignments", condition=Q(assignments__closed_at=None)),
        first=FilteredRelation("appearances", condition=Q(appearances__is_first=True)),
        has_retracted=Exists(retracted),
        correction_was_returned=Subquery(was_returned),
    )
