"""What holds for every provider that asks the network, whatever it speaks; and for the list of providers."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from factcheck.sources.http import Door, DoorSettings
from factcheck.sources.providers import KINDS, Account, ProviderFailed, ProviderRefused, Query
from tests.unit.sources.providers.wire import Answer, question, search, served

ASKING = sorted(set(KINDS) - {"urls"})
HOW_TO = Path(__file__).parents[4] / "docs/how-to/add-a-provider.md"
GARBAGE = {
    "nothing": b"",
    "zeros": bytes(1000),
    "text": b"Service temporarily unavailable",
    "page": b"<!doctype html><html><body><p>Sorry</p></body></html>",
    "cut": b'<?xml version="1.0"?><urlset><url><loc>http://a.ex',
    "deep": b"[" * 200_000,
    "deep_tags": b"<rss>" * 10_000,
    "list": b"[1, 2]",
    "number": b"9" * 10_000,
    "file_name": b"/etc/passwd",
    "gzip": b"\x1f\x8b" + b"not gzip at all",
}


def ask(kind: str, base_url: str, **options: object) -> None:
    search(kind, question(), base_url, api_key="k", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ASKING)
def test_429_fails_or_refuses_with_the_wait_asked_for(kind: str) -> None:
    busy = Answer(b"", 429, {"Retry-After": "42"})
    with served(lambda _: busy) as peer, pytest.raises((ProviderFailed, ProviderRefused)) as caught:
        ask(kind, peer.origin)
    assert caught.value.reason == ("quota" if kind == "google_factcheck" else "rate_limited")
    assert caught.value.retry_after_s == 42


@pytest.mark.parametrize("kind", ASKING)
def test_503_fails_with_the_wait_until_the_date_given(kind: str) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    down = Answer(b"", 503, {"Retry-After": until})
    with served(lambda _: down) as peer, pytest.raises(ProviderFailed) as caught:
        ask(kind, peer.origin)
    assert caught.value.reason == "http_503"
    assert caught.value.retry_after_s is not None
    assert 3500 <= caught.value.retry_after_s <= 3600


@pytest.mark.parametrize(("given", "wait_s"), [("0", 1), ("999999", 86_400), ("soon", None), ("-5", None)])
def test_an_odd_wait_is_clamped_or_ignored(given: str, wait_s: int | None) -> None:
    down = Answer(b"", 503, {"Retry-After": given})
    with served(lambda _: down) as peer, pytest.raises(ProviderFailed) as caught:
        ask("feed", peer.origin)
    assert caught.value.retry_after_s == wait_s


@pytest.mark.parametrize("kind", ASKING)
def test_403_refuses_because_asking_again_does_not_help(kind: str) -> None:
    with served(lambda _: Answer(b"", 403)) as peer, pytest.raises(ProviderRefused) as caught:
        ask(kind, peer.origin)
    assert caught.value.reason == "not_authorised"


@pytest.mark.parametrize("kind", ASKING)
@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_is_a_bad_answer(kind: str, name: str) -> None:
    with served(lambda _: Answer(GARBAGE[name])) as peer, pytest.raises(ProviderFailed) as caught:
        ask(kind, peer.origin)
    assert caught.value.reason == "bad_answer"


@pytest.mark.parametrize("kind", ASKING)
def test_an_answer_beyond_the_cap_is_a_bad_answer(kind: str) -> None:
    with served(lambda _: Answer(b" " * 17_000_000)) as peer, pytest.raises(ProviderFailed) as caught:
        ask(kind, peer.origin)
    assert caught.value.reason == "bad_answer"


@pytest.mark.parametrize("kind", ASKING)
def test_a_private_address_not_allowed_is_refused_and_never_asked(kind: str) -> None:
    with served(lambda _: Answer(b"{}")) as peer:
        with pytest.raises(ProviderRefused) as caught:
            ask(kind, peer.origin, allowed=())
        with pytest.raises(ProviderRefused) as caught_bare:
            ask(kind, "http://127.0.0.1/", allowed=())
    assert caught.value.reason in {"blocked_address", "port"}
    assert caught_bare.value.reason == "blocked_address"
    assert peer.asked == []


@pytest.mark.parametrize("kind", ASKING)
def test_a_dead_server_fails(kind: str) -> None:
    with served(lambda _: Answer(b"")) as peer:
        origin = peer.origin
    with pytest.raises(ProviderFailed) as caught:
        ask(kind, origin)
    assert caught.value.reason == "connect_failed"


@pytest.mark.parametrize("kind", ASKING)
def test_ten_questions_at_once_do_not_disturb_each_other(kind: str) -> None:
    async def run(base_url: str) -> list[BaseException | list]:
        origin = frozenset({base_url.rstrip("/")})
        async with Door(DoorSettings(allowed_private_origins=origin)) as door:
            searches = [KINDS[kind].search(question(), Account(base_url, "k"), door) for _ in range(10)]
            return await asyncio.gather(*searches, return_exceptions=True)

    with served(lambda _: Answer(b"", 500)) as peer:
        outcomes = asyncio.run(run(peer.origin))
    assert [getattr(outcome, "reason", None) for outcome in outcomes] == ["http_500"] * 10


def test_kinds_are_listed_under_their_own_names() -> None:
    assert all(provider.kind == kind and provider.label for kind, provider in KINDS.items())
    assert set(KINDS) == {"mediawiki", "feed", "archive", "google_factcheck", "urls"}


def test_the_how_to_describes_every_kind() -> None:
    text = HOW_TO.read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"| `{kind}` |" not in text] == []


def test_a_query_keeps_its_limits() -> None:
    for changes in ({"limit": 0}, {"limit": 101}, {"since": date(2022, 1, 2), "until": date(2022, 1, 1)}):
        with pytest.raises(ValueError):
            question(**changes)


def test_the_window_includes_both_days_and_the_undated() -> None:
    query = Query("x", "en", since=date(2021, 12, 17), until=date(2021, 12, 21), limit=1)
    assert query.covers(datetime(2021, 12, 17, tzinfo=UTC))
    assert query.covers(datetime(2021, 12, 21, 23, 59, tzinfo=UTC))
    assert query.covers(None)
    assert not query.covers(datetime(2021, 12, 22, tzinfo=UTC))
    assert not query.covers(datetime(2021, 12, 16, 23, 59, tzinfo=UTC))


def test_the_key_is_not_shown_by_repr() -> None:
    assert "s3cret" not in repr(Account(urlsplit("https://x.example").geturl(), "s3cret"))
