"""What several workers do to one inquiry at the same time: no ranking is missed, nothing is doubled, no deadlock."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from factcheck.accounts.models import User
from factcheck.core.services import leases
from factcheck.sources.models import (
    Analysis,
    ContextSource,
    Fetch,
    Finding,
    Inquiry,
    Lookup,
    Passage,
    Provider,
    Ranking,
)
from factcheck.sources.providers.base import Found
from factcheck.sources.services import analysing, fetching, inquiries, queues, requests, reranking, searching
from tests.integration.sources.conftest import Site
from tests.integration.sources.test_fetching import page, run

pytestmark = pytest.mark.django_db(transaction=True)

CLAIM = "There are no proposals to place missiles in Ukraine"


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run ``calls`` in threads that start together; what one raises is raised here."""
    start = threading.Barrier(len(calls))

    def one(call: Callable[[], Any]) -> Any:
        start.wait(20)
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(one, call) for call in calls]]


def open_inquiry(alice: User, *urls: str) -> Inquiry:
    return inquiries.open_inquiry(inquiries.Question(CLAIM, providers=(), urls=urls), actor=alice)


def test_an_inquiry_that_finds_what_was_read_before_is_ranked_too(site: Site, alice: User) -> None:
    peer = site(page)
    open_inquiry(alice, f"{peer.origin}/a")
    run()
    second = open_inquiry(alice, f"{peer.origin}/a")
    run()
    assert Fetch.objects.count() == 1
    assert Ranking.objects.filter(inquiry=second).exists()


def test_a_lookup_that_finds_what_was_read_before_is_ranked_too(site: Site, alice: User) -> None:
    peer = site(page)
    open_inquiry(alice, f"{peer.origin}/a")
    run()
    second = open_inquiry(alice)
    store_lookup(second, [f"{peer.origin}/a", f"{peer.origin}/a#again", "not an address"])
    run()
    assert Ranking.objects.filter(inquiry=second).exists()
    assert Lookup.objects.values_list("found_count", flat=True).get() == 1


def test_a_waiting_ranking_is_not_taken_before_the_text_it_waits_for_is_committed(alice: User) -> None:
    inquiry = open_inquiry(alice)
    Analysis.objects.create(kind="ranking", inquiry=inquiry)
    with transaction.atomic():
        reranking.want_ranking(inquiry)
        (taken,) = at_once(lambda: leases.take(queues.ANALYSES, limit=1))
        assert taken == []
    assert len(leases.take(queues.ANALYSES, limit=1)) == 1


def test_text_that_arrives_while_a_ranking_runs_is_ranked_afterwards(alice: User) -> None:
    inquiry = open_inquiry(alice)
    Analysis.objects.create(kind="ranking", inquiry=inquiry)
    leases.take(queues.ANALYSES, limit=1)
    with transaction.atomic():
        reranking.want_ranking(inquiry)
    assert sorted(Analysis.objects.values_list("state", flat=True)) == ["queued", "running"]


def test_many_who_want_a_ranking_at_once_get_one(alice: User) -> None:
    inquiry = open_inquiry(alice)

    def want() -> None:
        with transaction.atomic():
            reranking.want_ranking(inquiry)

    at_once(*[want] * 6)
    assert Analysis.objects.count() == 1


def test_two_workers_on_one_inquiry_leave_one_set_of_passages_and_rankings(site: Site, alice: User) -> None:
    peer = site(page)
    inquiry = open_inquiry(alice, *[f"{peer.origin}/{n}" for n in range(12)])
    at_once(*[lambda: fetching.run_due(time_slice_s=20)] * 2)
    at_once(*[lambda: analysing.run_due(time_slice_s=20)] * 2)
    run()
    assert not Analysis.objects.exclude(state="done").exists()
    assert Analysis.objects.filter(kind="extraction").count() == 12
    assert Ranking.objects.filter(inquiry=inquiry).count() == Passage.objects.count() > 0


def test_lookups_that_name_the_same_pages_in_another_order_do_not_deadlock(alice: User) -> None:
    urls = [f"https://example.org/{n}" for n in range(20)]
    asked = [open_inquiry(alice) for _ in range(4)]

    def store(inquiry: Inquiry, number: int) -> Callable[[], None]:
        # Two spellings of one page sort differently; their canonical form does not.
        spelled = [
            url if random.Random(number).random() < 0.5 else f"HTTPS://Example.org:443{url[19:]}" for url in urls
        ]
        random.Random(number).shuffle(spelled)
        return lambda: store_lookup(inquiry, spelled)

    at_once(*[store(inquiry, number) for number, inquiry in enumerate(asked)])
    assert ContextSource.objects.count() == Fetch.objects.count() == 20
    assert Finding.objects.count() == 80


@pytest.mark.parametrize("rows", [2, 20])
def test_taking_and_finishing_cost_the_same_queries_for_any_number_of_rows(alice: User, rows: int) -> None:
    for n in range(rows):
        requests.request_url(url=f"https://example.org/{n}", actor=alice)
    with CaptureQueriesContext(
        connection,
    ) as taking:
        taken = leases.take(queues.FETCHES, limit=rows)
    with CaptureQueriesContext(connection) as finishing:
        leases.finish(queues.FETCHES, taken[0], state="failed", reason="given_up")
    with CaptureQueriesContext(connection) as renewing:
        leases.renew(queues.FETCHES, taken)
    statements = [
        [query["sql"] for query in block if query["sql"].startswith(("SELECT", "UPDATE"))]
        for block in (taking, finishing, renewing)
    ]
    assert [len(block) for block in statements] == [2, 1, 2]


def test_two_rankings_of_one_inquiry_never_run_at_once(alice: User) -> None:
    inquiry = open_inquiry(alice)
    reranking_wanted(inquiry)
    running = analysing._next()
    reranking_wanted(inquiry)
    other = open_inquiry(alice)
    reranking_wanted(other)
    beside = analysing._next()
    assert running is not None
    assert beside is not None
    assert Analysis.objects.get(pk=beside.row_id).inquiry == other
    assert analysing._next() is None
    leases.finish(queues.ANALYSES, running, state="done")
    after = analysing._next()
    assert after is not None
    assert Analysis.objects.get(pk=after.row_id).inquiry == inquiry


@pytest.mark.parametrize("loss", ["the worker died", "the ranking failed"])
def test_a_lost_ranking_gives_way_to_the_one_that_waits(alice: User, loss: str) -> None:
    inquiry = open_inquiry(alice)
    reranking_wanted(inquiry)
    lost = analysing._next()
    reranking_wanted(inquiry)
    assert lost is not None
    if loss == "the worker died":
        Analysis.objects.filter(pk=lost.row_id).update(lease_until=Now())
        assert leases.reclaim(queues.ANALYSES) == 1
    else:
        leases.put_back(queues.ANALYSES, lost, delay_s=5, failures=1)
    assert Analysis.objects.values_list("state", "reason").get(pk=lost.row_id) == ("done", "replaced")
    assert Analysis.objects.filter(inquiry=inquiry, state="queued").count() == 1


def reranking_wanted(inquiry: Inquiry) -> None:
    """Want a ranking, as the store of a text does."""
    with transaction.atomic():
        reranking.want_ranking(inquiry)


def store_lookup(inquiry: Inquiry, urls: list[str]) -> None:
    """Store what a provider found, as the worker of a lookup does."""
    provider, _ = Provider.objects.get_or_create(name="Wire", defaults={"kind": "feed"})
    row = Lookup.objects.create(inquiry=inquiry, provider=provider, query=CLAIM)
    (lease,) = leases.take(queues.LOOKUPS, limit=1)
    held = Lookup.objects.select_related("inquiry").get(pk=lease.row_id)
    searching.store(lease, held, [Found(url, "", "", None) for url in urls])
    assert row.pk
