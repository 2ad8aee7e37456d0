"""The fetch queue over real HTTP: one snapshot and one set of passages a fetch, refusals and failures on the row."""

from __future__ import annotations

import hashlib

import pytest
from django.db.models.functions import Now

from factcheck.accounts.models import User
from factcheck.core.errors import Invalid, NotAllowedInState, NotPermitted, TooLarge
from factcheck.core.models import AuditEvent, OutboxMessage
from factcheck.core.services import leases
from factcheck.sources import archive
from factcheck.sources.http import Door, Request
from factcheck.sources.models import Analysis, ContextSource, Fetch, Passage, Ranking, Snapshot, SnapshotText
from factcheck.sources.services import analysing, control, fetching, inquiries, queues, requests
from tests.integration.sources.conftest import Site
from tests.unit.sources.providers.wire import Answer, Asked

pytestmark = pytest.mark.django_db(transaction=True)

PARAGRAPH = (
    "The alliance said on Tuesday that it has no plan to station missiles in Ukraine, and officials in Brussels "
    "repeated that no member state has proposed to deploy troops there. Moscow had asked for written guarantees. "
)
PAGE = (
    "<!doctype html><html lang=en><head><title>No missiles planned</title></head><body><article><h1>No missiles planned"
    f"</h1>{''.join(f'<p>{PARAGRAPH}</p>' for _ in range(3))}</article></body></html>"
).encode()
HTML = {"Content-Type": "text/html; charset=utf-8"}


def page(asked: Asked) -> Answer:
    return Answer(b"", 404) if asked.path == "/robots.txt" else Answer(PAGE, headers=HTML)


def run() -> None:
    fetching.run_due(time_slice_s=20)
    analysing.run_due(time_slice_s=20)


def test_a_page_becomes_one_snapshot_with_text_and_passages(site: Site, alice: User) -> None:
    peer = site(page)
    source = requests.request_url(url=f"{peer.origin}/a", actor=alice)
    run()
    fetch, snapshot, text = Fetch.objects.get(), Snapshot.objects.get(), SnapshotText.objects.get()
    assert (fetch.state, fetch.http_status, fetch.reason) == ("fetched", 200, "")
    assert (snapshot.source_id, snapshot.fetch_id) == (source.pk, fetch.pk)
    assert snapshot.sha256 == hashlib.sha256(PAGE).hexdigest() == snapshot.payload_sha256
    assert archive.load(snapshot.sha256) == PAGE
    assert "no plan to station missiles" in text.text
    assert text.sha256 == hashlib.sha256(text.text.encode()).hexdigest()
    assert Passage.objects.filter(snapshot_text=text).exists()
    assert [m.topic for m in OutboxMessage.objects.order_by("id")] == ["fetch.ended", "snapshot.extracted"]


def test_the_same_page_under_two_spellings_is_fetched_once(site: Site, alice: User) -> None:
    peer = site(page)
    first = requests.request_url(url=f"{peer.origin}/a?utm_source=x#top", actor=alice)
    second = requests.request_url(url=f"{peer.origin}/a", actor=alice)
    run()
    assert first == second
    assert Fetch.objects.count() == 1
    assert [asked.path for asked in peer.asked if asked.path != "/robots.txt"] == ["/a"]


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://localhost/",
        "http://10.0.0.1/",
    ],
)
def test_an_address_that_is_not_public_is_refused_on_the_row(alice: User, url: str) -> None:
    requests.request_url(url=url, actor=alice)
    run()
    fetch = Fetch.objects.get()
    assert (fetch.state, fetch.reason) == ("refused", "blocked_address")
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize("location", ["http://127.0.0.2/admin", "http://169.254.169.254/", "http://[::1]/"])
def test_a_redirect_to_a_private_address_is_refused_on_the_row(site: Site, alice: User, location: str) -> None:
    def redirect(asked: Asked) -> Answer:
        if asked.path == "/robots.txt":
            return Answer(b"", 404)
        return Answer(b"", 302, {"Location": location})

    peer = site(redirect)
    requests.request_url(url=f"{peer.origin}/go", actor=alice)
    run()
    assert Fetch.objects.values_list("state", "reason").get() == ("refused", "blocked_address")
    assert not Snapshot.objects.exists()


@pytest.mark.parametrize(
    "url", ["", "not a url", "ftp://example.org/a", "file:///etc/passwd", "http://a:b@example.org/"]
)
def test_what_is_no_address_is_refused_at_once(alice: User, url: str) -> None:
    with pytest.raises(Invalid):
        requests.request_url(url=url, actor=alice)
    assert not ContextSource.objects.exists()


def test_a_viewer_may_not_ask_for_pages(vera: User) -> None:
    with pytest.raises(NotPermitted):
        requests.request_url(url="http://example.org/", actor=vera)
    assert not ContextSource.objects.exists()


def test_robots_txt_is_obeyed(site: Site, alice: User) -> None:
    def closed(asked: Asked) -> Answer:
        return (
            Answer(b"User-agent: *\nDisallow: /private") if asked.path == "/robots.txt" else Answer(PAGE, headers=HTML)
        )

    peer = site(closed)
    requests.request_url(url=f"{peer.origin}/private/a", actor=alice)
    requests.request_url(url=f"{peer.origin}/public", actor=alice)
    run()
    assert set(Fetch.objects.values_list("state", "reason")) == {("refused", "robots"), ("fetched", "")}
    assert "/private/a" not in [asked.path for asked in peer.asked]


@pytest.mark.parametrize(
    ("status", "state"), [(403, "failed"), (410, "failed"), (500, "queued"), (503, "queued"), (404, "queued")]
)
def test_a_failure_is_final_or_waits_as_the_table_says(site: Site, alice: User, status: int, state: str) -> None:
    peer = site(lambda asked: Answer(b"", 404 if asked.path == "/robots.txt" else status))
    requests.request_url(url=f"{peer.origin}/a", actor=alice)
    run()
    fetch = Fetch.objects.get()
    assert (fetch.state, fetch.reason, fetch.http_status, fetch.failures) == (state, f"http_{status}", status, 1)
    assert not Snapshot.objects.exists()


def test_a_second_worker_that_comes_too_late_stores_nothing(site: Site, alice: User) -> None:
    import asyncio

    peer = site(page)
    requests.request_url(url=f"{peer.origin}/a", actor=alice)
    (late,) = leases.take(queues.FETCHES, limit=1)
    Fetch.objects.update(lease_until=Now())
    leases.reclaim(queues.FETCHES)
    run()

    async def ask() -> object:
        async with Door() as door:
            return await door.fetch(Request(f"{peer.origin}/a"))

    response = asyncio.run(ask())
    with pytest.raises(leases.LeaseLost):
        fetching.store(late, Fetch.objects.select_related("source").get(), response)  # type: ignore[arg-type]
    assert Snapshot.objects.count() == SnapshotText.objects.count() == 1
    assert Analysis.objects.filter(kind="extraction").count() == 1


def test_a_person_may_try_a_refused_fetch_again_and_it_is_audited(alice: User, vera: User) -> None:
    source = requests.request_url(url="http://127.0.0.1/", actor=alice)
    run()
    with pytest.raises(NotPermitted):
        control.retry(source_id=source.pk, actor=vera)
    assert not AuditEvent.objects.exists()
    fetch = control.retry(source_id=source.pk, actor=alice)
    assert (fetch.state, fetch.failures, fetch.reason, fetch.finished_at) == ("queued", 0, "", None)
    assert AuditEvent.objects.get().action == "fetch.retried"
    with pytest.raises(NotAllowedInState):
        control.retry(source_id=source.pk, actor=alice)


def test_a_person_may_give_a_waiting_fetch_up(alice: User) -> None:
    source = requests.request_url(url="http://example.org/", actor=alice)
    fetch = control.give_up(source_id=source.pk, actor=alice)
    assert (fetch.state, fetch.reason) == ("failed", "given_up")
    with pytest.raises(NotAllowedInState):
        control.give_up(source_id=source.pk, actor=alice)
    assert AuditEvent.objects.count() == 1


def test_an_inquiry_ranks_the_passages_of_its_sources(site: Site, alice: User) -> None:
    other = PAGE.replace(
        PARAGRAPH.encode(), b"The weather stayed mild in the north, with light rain over the hills and a breeze. " * 3
    )
    peer = site(
        lambda asked: (
            Answer(b"", 404)
            if asked.path == "/robots.txt"
            else Answer(PAGE if asked.path == "/a" else other, headers=HTML)
        )
    )
    question = inquiries.Question(
        "There are no proposals to place missiles in Ukraine",
        providers=(),
        urls=(f"{peer.origin}/a", f"{peer.origin}/b"),
    )
    inquiry = inquiries.open_inquiry(question, actor=alice)
    run()
    best = Ranking.objects.filter(inquiry=inquiry).select_related("passage__snapshot_text__snapshot__source").first()
    assert best is not None
    assert best.passage.snapshot_text.snapshot.source.url.endswith("/a")
    assert best.reasons
    assert not Analysis.objects.exclude(state="done").exists()


def test_fifty_urls_a_round_are_taken_and_one_more_is_refused(alice: User) -> None:
    urls = [f"http://example.org/{n}" for n in range(inquiries.URLS_A_ROUND + 1)]
    with pytest.raises(Invalid):
        inquiries.open_inquiry(inquiries.Question("claim", providers=(), urls=urls), actor=alice)
    assert not ContextSource.objects.exists()
    inquiries.open_inquiry(inquiries.Question("claim", providers=(), urls=urls[:-1]), actor=alice)
    assert Fetch.objects.count() == inquiries.URLS_A_ROUND


def test_an_inquiry_takes_no_more_than_its_open_fetches(alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "OPEN_FETCHES_AN_INQUIRY", 2)
    inquiry = inquiries.open_inquiry(inquiries.Question("claim", providers=()), actor=alice)
    for n in range(2):
        requests.request_url(url=f"http://example.org/{n}", actor=alice, inquiry=inquiry)
    with pytest.raises(TooLarge):
        requests.request_url(url="http://example.org/3", actor=alice, inquiry=inquiry)
    assert Fetch.objects.count() == 2
