"""Run due analyses: extraction before ranking, because a ranking waits for what is still being extracted."""

from __future__ import annotations

import logging
import time

from django.db.models import Exists, OuterRef, Q

from factcheck.core.services import leases
from factcheck.core.services.keeper import Keeper
from factcheck.sources.models import Analysis
from factcheck.sources.services import extraction, ranking
from factcheck.sources.services.queues import ANALYSES

logger = logging.getLogger(__name__)

RETRY_DELAYS_S = (5, 60, 600)
RUN = {Analysis.Kind.EXTRACTION: extraction.run, Analysis.Kind.RANKING: ranking.run}


def run_due(*, time_slice_s: float) -> int:
    """Analyse one row at a time until none is due or the slice is over; return how many were taken."""
    deadline = time.monotonic() + time_slice_s
    count = 0
    with Keeper(ANALYSES) as keeper:
        while time.monotonic() < deadline and (lease := _next()):
            keeper.hold([lease])
            analyse(lease)
            keeper.drop(lease)
            count += 1
    return count


def analyse(lease: leases.Lease) -> None:
    """Run one held analysis to its end; what goes wrong stands on the row, and is tried again a few times."""
    row = Analysis.objects.get(pk=lease.row_id)
    try:
        RUN[Analysis.Kind(row.kind)](lease, row)
    except leases.LeaseLost:
        logger.info("analysis lost its lease", extra={"analysis": row.pk})
    except Exception as error:
        logger.exception("analysis failed", extra={"analysis": row.pk})
        _postpone(lease, row, error)


def _next() -> leases.Lease | None:
    for wanted in (Q(kind=Analysis.Kind.EXTRACTION), _lone_rankings()):
        taken = leases.take(ANALYSES, limit=1, only=wanted)
        if taken:
            return taken[0]
    return None


def _lone_rankings() -> Q:
    """Return the rankings whose inquiry is not being ranked: of two at once, the one that read less could end last."""
    running = Analysis.objects.filter(
        kind=Analysis.Kind.RANKING, state=Analysis.State.RUNNING, inquiry=OuterRef("inquiry")
    )
    return Q(kind=Analysis.Kind.RANKING) & ~Q(Exists(running))


def _postpone(lease: leases.Lease, row: Analysis, error: Exception) -> None:
    columns = {
        "failures": row.failures + 1,
        "reason": "error",
        "reason_detail": f"{type(error).__name__}: {error}"[:500],
    }
    try:
        if row.failures >= len(RETRY_DELAYS_S):
            leases.finish(ANALYSES, lease, state=Analysis.State.FAILED, **columns)
        else:
            leases.put_back(ANALYSES, lease, delay_s=RETRY_DELAYS_S[row.failures], **columns)
    except leases.LeaseLost:
        logger.info("analysis lost its lease", extra={"analysis": row.pk})
