"""Ask for a ranking: whenever an inquiry has found a source that was read, whichever of the two came first."""

from __future__ import annotations

from collections.abc import Iterable

from factcheck.core.services.enqueue import enqueue
from factcheck.sources.models import Analysis, ContextSource, Inquiry, SnapshotText
from factcheck.sources.services.queues import ANALYSE_TASK


def want_ranking(inquiry: Inquiry) -> None:
    """Have a ranking of ``inquiry`` wait for this transaction's commit, and ring after it.

    One that waits already is locked: were it taken before our commit, it would miss what we add, and nobody would
    rank again. Lock the rankings of several inquiries in the order of their ids, and last of all.
    """
    waiting = Analysis.objects.filter(kind=Analysis.Kind.RANKING, inquiry=inquiry, state=Analysis.State.QUEUED)
    while not list(waiting.select_for_update().values_list("pk")):
        Analysis.objects.bulk_create([Analysis(kind=Analysis.Kind.RANKING, inquiry=inquiry)], ignore_conflicts=True)
    enqueue(ANALYSE_TASK)


def rank_what_is_read(inquiry: Inquiry, sources: Iterable[ContextSource]) -> None:
    """Want a ranking when one of the ``sources`` just found has a text already; the others' texts will ask for one."""
    if SnapshotText.objects.filter(snapshot__source__in=list(sources)).exists():
        want_ranking(inquiry)


def rank_for_finders(source_id: int) -> None:
    """Want a ranking for every inquiry that found the source whose text is being stored.

    The source is locked: who adds a finding of it now (its foreign key needs the row) either is seen here, or waits
    for our commit and sees the text.
    """
    ContextSource.objects.select_for_update().get(pk=source_id)
    for inquiry in Inquiry.objects.filter(findings__source=source_id).order_by("pk"):
        want_ranking(inquiry)
