"""Sitemaps and sitemap indexes against a loopback newsroom."""

from __future__ import annotations

import gzip
import logging
from datetime import UTC, date, datetime

import pytest

from factcheck.sources.providers import Found, ProviderFailed, ProviderRefused
from factcheck.sources.providers.newsroom_archive import MAX_CHILDREN
from factcheck.sources.providers.sitemaps import MAX_SITEMAP_BYTES
from tests.unit.sources.providers.test_feed import RSS
from tests.unit.sources.providers.wire import Answer, Asked, Peer, question, search, served

SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def urlset(*urls: str) -> bytes:
    return f'<urlset xmlns="{SITEMAPS}" xmlns:n="{NEWS}">{"".join(urls)}</urlset>'.encode()


def url(loc: str, *, lastmod: str = "", title: str = "", published: str = "") -> str:
    modified = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    date_ = f"<n:publication_date>{published}</n:publication_date>" if published else ""
    news = f"<n:news>{date_}<n:title>{title}</n:title></n:news>" if title or published else ""
    return f"<url>\n<loc>\n {loc} </loc>{modified}{news}</url>"


def index(*children: tuple[str, str]) -> bytes:
    rows = "".join(
        f"<sitemap><loc>{loc}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</sitemap>"
        for loc, lastmod in children
    )
    return f'<?xml version="1.0"?><sitemapindex xmlns="{SITEMAPS}">{rows}</sitemapindex>'.encode()


def paths(peer: Peer) -> list[str]:
    return [asked.path for asked in peer.asked]


def test_the_words_of_the_address_stand_in_for_a_title() -> None:
    body = urlset(
        url("http://news.example/2021/12/nato-missiles-ukraine.html", lastmod="2021-12-17"),
        url("http://news.example/2021/12/football-ukraine.html"),
        url("ftp://news.example/nato-missiles-ukraine"),
        "<url><lastmod>2021</lastmod></url>",
    )
    with served(lambda _: Answer(body)) as peer:
        found = search("archive", question(), f"{peer.origin}/sitemap.xml")
    assert found == [
        Found("http://news.example/2021/12/nato-missiles-ukraine.html", "2021 12 nato missiles ukraine", "", None)
    ]


def test_a_news_sitemap_gives_title_and_day_of_publication() -> None:
    body = urlset(
        url(
            "http://news.example/1",
            title="Missiles &amp; Ukraine",
            published="2021-12-21T10:00:00+02:00",
            lastmod="2023-01-01",
        )
    )
    with served(lambda _: Answer(body)) as peer:
        found = search("archive", question(until=date(2021, 12, 31)), peer.origin)
    assert found == [Found("http://news.example/1", "Missiles & Ukraine", "", datetime(2021, 12, 21, 8, 0, tzinfo=UTC))]


def test_lastmod_before_the_window_rules_out_and_after_it_does_not() -> None:
    body = urlset(
        url("http://news.example/missiles-ukraine-old", lastmod="2021-11-30"),
        url("http://news.example/missiles-ukraine-edited", lastmod="2024-05-01T00:00:00Z"),
        url("http://news.example/missiles-ukraine-undated", lastmod="yesterday"),
    )
    window = {"since": date(2021, 12, 1), "until": date(2021, 12, 31)}
    with served(lambda _: Answer(body)) as peer:
        found = search("archive", question(**window), peer.origin)
    assert [entry.url.rsplit("-", 1)[1] for entry in found] == ["edited", "undated"]


def test_an_index_is_followed_to_the_children_of_the_window_also_compressed() -> None:
    def respond(asked: Asked) -> Answer:
        origin = f"http://{asked.headers['Host']}"
        if asked.path == "/index.xml":
            return Answer(
                index(
                    (f"{origin}/sitemap-2020-01.xml", ""),
                    (f"{origin}/sitemap-2021-12.xml.gz", "2022-01-01"),
                    (f"{origin}/sitemap-stale.xml", "2019-01-01"),
                    (f"{origin}/sitemap-news.xml", ""),
                )
            )
        body = urlset(url(f"{origin}/missiles-ukraine{asked.path}"))
        return Answer(gzip.compress(body) if asked.path.endswith(".gz") else body)

    window = {"since": date(2021, 12, 1), "until": date(2021, 12, 31)}
    with served(respond) as peer:
        found = search("archive", question(**window), f"{peer.origin}/index.xml")
    assert paths(peer) == ["/index.xml", "/sitemap-2021-12.xml.gz", "/sitemap-news.xml"]
    assert len(found) == 2


def test_only_so_many_children_are_read_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    def respond(asked: Asked) -> Answer:
        origin = f"http://{asked.headers['Host']}"
        if asked.path == "/":
            return Answer(index(*((f"{origin}/{number}.xml", "") for number in range(30))))
        return Answer(urlset(url(f"{origin}/missiles-ukraine-{asked.path.strip('/')}")))

    with caplog.at_level(logging.INFO), served(respond) as peer:
        found = search("archive", question(limit=100), f"{peer.origin}/")
    assert len(found) == MAX_CHILDREN
    assert len(peer.asked) == MAX_CHILDREN + 1
    assert "archive_children_left_out read=10 listed=30" in caplog.text


def test_a_broken_child_costs_only_itself_and_a_nested_index_is_not_followed() -> None:
    def respond(asked: Asked) -> Answer:
        origin = f"http://{asked.headers['Host']}"
        answers = {
            "/": Answer(index(*((f"{origin}/{name}", "") for name in ("gone", "nested", "cut", "good")))),
            "/gone": Answer(b"", 404),
            "/nested": Answer(index((f"{origin}/", ""))),
            "/cut": Answer(urlset(url(f"{origin}/missiles-ukraine-cut"))[:-10]),
            "/good": Answer(urlset(url(f"{origin}/missiles-ukraine"))),
        }
        return answers[asked.path]

    with served(respond) as peer:
        found = search("archive", question(), f"{peer.origin}/")
        assert [entry.url for entry in found] == [f"{peer.origin}/missiles-ukraine"]
    assert len(peer.asked) == 5


def test_when_every_child_is_broken_the_search_fails() -> None:
    def respond(asked: Asked) -> Answer:
        child = f"http://{asked.headers['Host']}/child.xml"
        return Answer(index((child, ""))) if asked.path == "/" else Answer(b"", 503, {"Retry-After": "9"})

    with served(respond) as peer, pytest.raises(ProviderFailed) as caught:
        search("archive", question(), f"{peer.origin}/")
    assert (caught.value.reason, caught.value.retry_after_s) == ("http_503", 9)


def test_a_child_at_a_private_address_is_refused() -> None:
    with served(lambda _: Answer(b"")) as inner:
        listed = index((f"{inner.origin}/secret.xml", ""), ("http://169.254.169.254/latest", ""))
        with served(lambda _: Answer(listed)) as peer, pytest.raises(ProviderRefused) as caught:
            search("archive", question(), peer.origin)
    assert caught.value.reason == "blocked_address"
    assert inner.asked == []


def test_a_feed_is_read_as_one_also_compressed() -> None:
    with served(lambda _: Answer(gzip.compress(RSS))) as peer:
        assert len(search("archive", question(), peer.origin)) == 2


def test_an_empty_sitemap_finds_nothing() -> None:
    for body in (urlset(), index()):
        with served(lambda _, body=body: Answer(body)) as peer:
            assert search("archive", question(), peer.origin) == []


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(b" " * (MAX_SITEMAP_BYTES + 1)),
        gzip.compress(urlset(url("http://a.example/")))[:-12],
        b'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + urlset(url("http://a.example/&x;")),
        b'<!DOCTYPE urlset [<!ENTITY x "missiles">]>' + urlset(url("http://a.example/ukraine-&x;")),
        b"<sitemaps/>",
    ],
    ids=["bomb", "cut", "external_entity", "internal_entity", "other_root"],
)
def test_a_hostile_or_damaged_sitemap_is_a_bad_answer(body: bytes) -> None:
    with served(lambda _: Answer(body)) as peer, pytest.raises(ProviderFailed) as caught:
        search("archive", question(), peer.origin)
    assert caught.value.reason == "bad_answer"
