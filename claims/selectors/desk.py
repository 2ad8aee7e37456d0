"""What the desk's pages show besides claims and articles themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from claims.models import Claim, Correction, Decision, Rating
from claims.selectors.stages import with_stage
from claims.workflow import Stage
from factcheck.accounts.models import User
from factcheck.accounts.roles import EDITORIAL_ORDER, Role
from factcheck.sources.models import Analysis, Snapshot, SnapshotText


def stage_counts() -> Mapping[str, int]:
    """Return how many claims are in each stage; one query."""
    staged: QuerySet[Any] = with_stage(Claim.objects.all())
    rows = staged.order_by().values("stage").annotate(n=Count("pk"))
    found = {row["stage"]: row["n"] for row in rows}
    return {stage.value: found.get(stage.value, 0) for stage in Stage}


def ratings_in_use(scale_ids: set[int]) -> QuerySet[Rating]:
    """Return the ratings of the current scale and of ``scale_ids``, each scale in its order."""
    wanted = Q(scale__is_current=True) | Q(scale__in=scale_ids)
    return Rating.objects.filter(wanted).select_related("scale").order_by("scale", "position")


def people_who_check() -> QuerySet[User]:
    """Return the active people who may work on claims, by name."""
    roles = [role for role in EDITORIAL_ORDER if role != Role.VIEWER]
    return User.objects.filter(is_active=True, role__in=roles).order_by("username")


def decisions_of(claim_id: int) -> QuerySet[Decision]:
    """Return the recorded decisions on a claim's verdicts, oldest first."""
    return Decision.objects.filter(verdict__claim=claim_id).select_related("made_by", "rating")


def corrections_of(claim_id: int) -> QuerySet[Correction]:
    """Return the corrections and retractions of a claim's verdicts, newest first."""
    return Correction.objects.filter(corrected__claim=claim_id).select_related("asked_by", "confirmed_by")


def snapshot_page(snapshot_id: int) -> Snapshot | None:
    """Return one snapshot with its source and its texts, newest first; None if missing."""
    latest = Analysis.objects.filter(snapshot=OuterRef("pk")).order_by("-id")
    return (
        Snapshot.objects.select_related("source", "fetch", "uploaded_by")
        .prefetch_related(Prefetch("texts", queryset=SnapshotText.objects.order_by("-id")))
        .annotate(
            reading_state=Subquery(latest.values("state")[:1]), reading_reason=Subquery(latest.values("reason")[:1])
        )
        .filter(pk=snapshot_id)
        .first()
    )
