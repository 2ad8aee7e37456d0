"""Run due lookups: ask the provider outside any transaction, store what it named in a second one."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction

from factcheck.core.errors import Invalid
from factcheck.core.services import leases
from factcheck.core.services.enqueue import enqueue
from factcheck.sources import retry
from factcheck.sources.http import Door
from factcheck.sources.models import ContextSource, Finding, Lookup
from factcheck.sources.providers import KINDS
from factcheck.sources.providers.base import Account, Found, ProviderFailed, ProviderRefused, Query
from factcheck.sources.services.queues import FETCH_TASK, LOOKUPS, LOOKUPS_AT_ONCE, OPEN_FETCHES_AN_INQUIRY
from factcheck.sources.services.requests import canonical, ensure_fetch, open_fetches, wanted_source
from factcheck.sources.services.reranking import rank_what_is_read
from factcheck.sources.services.slots import Database, run_slots

RESULTS_A_LOOKUP = 20


def run_due(*, time_slice_s: float) -> int:
    """Ask providers until no lookup is due or the slice is over; return how many were taken."""
    return run_slots(LOOKUPS, _search, at_once=LOOKUPS_AT_ONCE, time_slice_s=time_slice_s)


async def _search(lease: leases.Lease, door: Door, database: Database) -> None:
    row = await database(lambda: Lookup.objects.select_related("inquiry", "provider").get(pk=lease.row_id))
    kind = KINDS.get(row.provider.kind)
    if kind is None:
        await database(_refuse, lease, "unknown_kind", row.provider.kind)
        return
    account = Account(row.provider.base_url, _key(row.provider.kind))
    try:
        found = await kind.search(_query(row), account, door)
    except ProviderRefused as error:
        await database(_refuse, lease, error.reason, error.detail)
    except ProviderFailed as error:
        await database(_fail, lease, row, error)
    else:
        await database(store, lease, row, found)


def _key(kind: str) -> str:
    """Return the key of a kind of provider: the setting KIND_API_KEY, where there is one."""
    key: str = getattr(settings, f"{kind.upper()}_API_KEY", "")
    return key


def _query(row: Lookup) -> Query:
    inquiry = row.inquiry
    return Query(row.query, inquiry.language, inquiry.since, inquiry.until, RESULTS_A_LOOKUP)


@transaction.atomic
def store(lease: leases.Lease, row: Lookup, found: Sequence[Found]) -> None:
    """Finish a held lookup with its findings and their fetches, in one transaction.

    Addresses that are none, and those beyond the inquiry's 500 open fetches, are left out and counted in the detail.

    Raises:
        LeaseLost: another worker holds the row; nothing is stored.
    """
    leases.finish(LOOKUPS, lease, state=Lookup.State.DONE, reason="", reason_detail="")
    room = OPEN_FETCHES_AN_INQUIRY - open_fetches(row.inquiry)
    # Sorted, so that two lookups that name the same pages insert them in one order and cannot deadlock.
    sources = [_store_one(row, item) for _, item in sorted(_usable(found[: max(room, 0)]).items())]
    left_out = len(found) - len(sources)
    detail = f"{left_out} results were left out: named twice, no usable address, or no room." if left_out else ""
    Lookup.objects.filter(pk=row.pk).update(found_count=len(sources), reason_detail=detail)
    rank_what_is_read(row.inquiry, sources)
    enqueue(FETCH_TASK)


def _usable(found: Sequence[Found]) -> dict[str, Found]:
    """Return what was found by its canonical address, the first of each."""
    by_url: dict[str, Found] = {}
    for item in found:
        try:
            by_url.setdefault(canonical(item.url), item)
        except Invalid:
            continue  # counted as left out
    return by_url


def _store_one(row: Lookup, item: Found) -> ContextSource:
    source = wanted_source(item.url)
    columns = {
        "lookup": row,
        "title": item.title[:500],
        "snippet": item.snippet[:1000],
        "published_at": item.published_at,
    }
    Finding.objects.get_or_create(inquiry=row.inquiry, source=source, defaults=columns)
    ensure_fetch(source, row.inquiry.opened_by)
    return source


def _refuse(lease: leases.Lease, reason: str, detail: str) -> None:
    leases.finish(LOOKUPS, lease, state=Lookup.State.REFUSED, reason=reason[:64], reason_detail=detail[:500])


def _fail(lease: leases.Lease, row: Lookup, error: ProviderFailed) -> None:
    failures = row.failures + 1
    columns = {"failures": failures, "reason": error.reason[:64], "reason_detail": error.detail[:500]}
    delay_s = retry.delay_s(retry.PROVIDER, failures=failures, retry_after_s=error.retry_after_s)
    if delay_s is None:
        leases.finish(LOOKUPS, lease, state=Lookup.State.FAILED, **columns)
    else:
        leases.put_back(LOOKUPS, lease, delay_s=delay_s, **columns)
