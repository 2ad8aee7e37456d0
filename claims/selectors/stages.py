"""The stage of claims in SQL, translated from the one table that ``workflow.stage_of`` reads."""

from __future__ import annotations

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from claims.models import Assignment, Claim, Verdict
from claims.workflow import OPEN_VERDICT_STATES, STAGES, StageRule, VerdictState


def with_stage(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """Return ``claims`` with ``stage``, fit to be shown, filtered and counted by."""
    verdicts = Verdict.objects.filter(claim=OuterRef("pk")).order_by()
    open_states = verdicts.filter(state__in=OPEN_VERDICT_STATES).values("state")[:1]
    return claims.alias(
        open_verdict=Coalesce(Subquery(open_states), Value("", CharField())),
        has_published=Exists(verdicts.filter(state=VerdictState.PUBLISHED)),
        has_retracted=Exists(verdicts.filter(state=VerdictState.RETRACTED)),
        has_assignment=Exists(Assignment.objects.filter(claim=OuterRef("pk"), closed_at=None)),
    ).annotate(stage=Case(*[When(_condition(rule), then=Value(rule.stage.value)) for rule in STAGES]))


def _condition(rule: StageRule) -> Q:
    condition = Q(state__in=sorted(rule.claim_states))
    if rule.open_verdict is not None:
        condition &= Q(open_verdict__in=sorted(rule.open_verdict))
    for name in ("has_published", "has_retracted", "has_assignment"):
        wanted = getattr(rule, name)
        if wanted is not None:
            condition &= Q(**{name: wanted})
    return condition
