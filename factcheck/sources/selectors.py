"""Reads over several rows of sources. Each is one query, whatever the number of rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Greatest, Least, Substr
from django.utils import timezone

from factcheck.core.models import Delivery
from factcheck.core.models.queue import QUEUED
from factcheck.sources.models import (
    Analysis,
    ContextSource,
    Fetch,
    Finding,
    Lookup,
    Passage,
    Ranking,
    Snapshot,
    SnapshotText,
)

HOSTS_SHOWN = 20
CONTEXT_CHARACTERS = 32


def inquiry_counts(inquiry_ids: list[int]) -> dict[str, dict[str, int]]:
    """Return ``{"fetch": {state: n}, "lookup": …, "analysis": …}`` over these inquiries; three queries."""
    sources = Finding.objects.filter(inquiry_id__in=inquiry_ids).values("source")
    extractions = Analysis.objects.filter(snapshot__source__in=sources)
    rankings = Analysis.objects.filter(inquiry_id__in=inquiry_ids)
    return {
        "fetch": _by_state(Fetch.objects.filter(source__in=sources)),
        "lookup": _by_state(Lookup.objects.filter(inquiry_id__in=inquiry_ids)),
        "analysis": _by_state(extractions | rankings),
    }


def _by_state(rows: QuerySet[Any]) -> dict[str, int]:
    return {row["state"]: row["n"] for row in rows.order_by().values("state").annotate(n=Count("pk"))}


def is_settled(counts: dict[str, dict[str, int]]) -> bool:
    """Return whether nothing is queued or under way."""
    busy = {"queued", "fetching", "searching", "running"}
    return not any(states.get(state) for states in counts.values() for state in busy)


def sources_of(inquiry_ids: list[int]) -> QuerySet[ContextSource]:
    """Return the sources found for these inquiries, newest finding first.

    Each is as ``with_state`` gives it.
    """
    found = Finding.objects.filter(inquiry_id__in=inquiry_ids)
    return with_state(ContextSource.objects.filter(Exists(found.filter(source=OuterRef("pk")))), found).order_by("-id")


def with_state(sources: QuerySet[ContextSource], findings: QuerySet[Finding]) -> QuerySet[ContextSource]:
    """Return ``sources`` with the state of their capture, and those of ``findings`` that are theirs.

    Each carries ``fetches_latest`` and ``snapshots_latest`` (lists of one at most; a snapshot's ``texts`` come newest
    first and without their words) and ``findings_here``.
    """
    newest = Fetch.objects.filter(source=OuterRef("source")).order_by("-id").values("pk")[:1]
    fetches = Fetch.objects.filter(pk=Subquery(newest))
    texts = SnapshotText.objects.defer("text").order_by("-id")
    newest_snapshot = Snapshot.objects.filter(source=OuterRef("source")).order_by("-id").values("pk")[:1]
    snapshots = Snapshot.objects.filter(pk=Subquery(newest_snapshot)).prefetch_related(
        Prefetch("texts", queryset=texts)
    )
    found = findings.select_related("lookup__provider", "person")
    return sources.prefetch_related(
        Prefetch("fetches", queryset=fetches, to_attr="fetches_latest"),
        Prefetch("snapshots", queryset=snapshots, to_attr="snapshots_latest"),
        Prefetch("findings", queryset=found, to_attr="findings_here"),
    )


@dataclass(frozen=True)
class Words:
    """A passage and the words it spans."""

    passage_id: int
    words: str


def passages_to_rank(inquiry_id: int, limit: int) -> list[Words]:
    """Return at most ``limit`` passages of each found source's newest text, oldest first."""
    newest = (
        SnapshotText.objects.filter(snapshot__source__findings__inquiry=inquiry_id, snapshot__source=OuterRef("pk"))
        .order_by("-id")
        .values("pk")[:1]
    )
    found = ContextSource.objects.filter(findings__inquiry=inquiry_id).annotate(text_id=Subquery(newest))
    passages = Passage.objects.filter(snapshot_text__in=found.values("text_id")).order_by("pk")
    words = Substr(F("snapshot_text__text"), F("start") + 1, F("end") - F("start"))
    return [Words(pk, text) for pk, text in passages.values_list("pk", words)[:limit]]


def ranked_passages(inquiry_ids: list[int]) -> QuerySet[Ranking]:
    """Return each passage's best ranking, best first, with its source and snapshot.

    Each carries its ``words`` and what stands ``before`` and ``after`` them in the text, a few characters each.
    """
    text = F("passage__snapshot_text__text")
    start, end = F("passage__start"), F("passage__end")
    better = Ranking.objects.filter(
        Q(score__gt=OuterRef("score")) | Q(score=OuterRef("score"), id__lt=OuterRef("id")),
        inquiry_id__in=inquiry_ids,
        passage=OuterRef("passage"),
    )
    return (
        Ranking.objects.filter(~Exists(better), inquiry_id__in=inquiry_ids)
        .select_related("passage__snapshot_text__snapshot__source")
        .defer("passage__snapshot_text__text")
        .annotate(
            words=Substr(text, start + 1, end - start),
            before=Substr(text, Greatest(start - CONTEXT_CHARACTERS, 0) + 1, Least(start, CONTEXT_CHARACTERS)),
            after=Substr(text, end + 1, CONTEXT_CHARACTERS),
        )
        .order_by("-score", "id")
    )


def queue_report() -> dict[str, Any]:
    """Return what ``manage.py queue`` and the queue page show.

    Keys: a dict state → rows for ``fetch``, ``lookup``, ``analysis`` and ``delivery``; ``oldest_age_s`` of the oldest
    due row; ``rate_per_s`` of fetches over the last minute; ``hosts`` with the most open fetches.
    """
    now = timezone.now()
    minute_ago = now - timedelta(minutes=1)
    open_fetches = Fetch.objects.filter(state__in=[Fetch.State.QUEUED, Fetch.State.FETCHING])
    busiest = open_fetches.order_by().values("host").annotate(open=Count("pk")).order_by("-open", "host")
    return {
        "fetch": _by_state(Fetch.objects.all()),
        "lookup": _by_state(Lookup.objects.all()),
        "analysis": _by_state(Analysis.objects.all()),
        "delivery": _by_state(Delivery.objects.all()),
        "oldest_age_s": _oldest_age_s(now),
        "rate_per_s": Fetch.objects.filter(state=Fetch.State.FETCHED, finished_at__gte=minute_ago).count() / 60,
        "hosts": list(busiest[:HOSTS_SHOWN]),
    }


def _oldest_age_s(now: datetime) -> float:
    oldest = [
        model.objects.filter(state=QUEUED, next_attempt_at__lte=now).aggregate(at=Min("next_attempt_at"))["at"]
        for model in (Fetch, Lookup, Analysis, Delivery)
    ]
    return max([(now - at).total_seconds() for at in oldest if at], default=0.0)
