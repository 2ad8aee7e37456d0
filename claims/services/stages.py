"""Keep the intervals a claim spends in each stage: for statistics, never read by a rule."""

from __future__ import annotations

from django.utils import timezone

from claims.models import Claim, StageInterval
from claims.selectors.facts import claim_facts, stage_facts
from claims.workflow import stage_of


def note_stage(claim: Claim) -> None:
    """Close the current interval and open another if the stage of the locked ``claim`` has changed."""
    stage = stage_of(stage_facts(claim_facts([claim])[claim.pk]))
    current = StageInterval.objects.filter(claim=claim, left_at=None)
    if current.filter(stage=stage).exists():
        return
    now = timezone.now()
    current.update(left_at=now)
    StageInterval.objects.create(claim=claim, stage=stage, entered_at=now)
