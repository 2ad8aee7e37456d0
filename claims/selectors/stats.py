"""Numbers about the desk's work, each by one query over rows the moving services keep."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Min, QuerySet

from claims.models import Claim, Correction, StageInterval
from claims.workflow import Stage

SECONDS_AN_HOUR = 3600


@dataclass(frozen=True)
class Stats:
    """``median_hours_to_publication`` is from submission to the first publication; None before the first."""

    claims: int
    by_stage: dict[str, int]
    published: int
    median_hours_to_publication: float | None
    corrections: dict[str, int]


class _Median(Aggregate):
    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


def desk_stats() -> Stats:
    """Return the numbers as of now, in three queries."""
    current = StageInterval.objects.filter(left_at=None).order_by().values_list("stage").annotate(n=Count("pk"))
    found = dict(current)
    by_stage = {stage.value: found.get(stage.value, 0) for stage in Stage}
    took = _first_publications().aggregate(n=Count("pk"), median=_Median("took"))
    kinds = Correction.objects.filter(effective_at__isnull=False).order_by().values_list("kind").annotate(n=Count("pk"))
    corrected = dict(kinds)
    median = took["median"]
    return Stats(
        claims=sum(by_stage.values()),
        by_stage=by_stage,
        published=took["n"],
        median_hours_to_publication=None if median is None else round(median.total_seconds() / SECONDS_AN_HOUR, 2),
        corrections={kind: corrected.get(kind, 0) for kind in Correction.Kind.values},
    )


def _first_publications() -> QuerySet[Claim]:
    first = Claim.objects.filter(verdicts__published_at__isnull=False).annotate(at=Min("verdicts__published_at"))
    return first.annotate(took=ExpressionWrapper(F("at") - F("created_at"), output_field=DurationField())).order_by()
