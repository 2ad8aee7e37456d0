"""RSS and Atom feeds against a loopback server."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from factcheck.sources.providers import Found, ProviderFailed
from factcheck.sources.providers.feed import MAX_ENTRIES
from tests.unit.sources.providers.wire import Answer, question, search, served

RSS = """<?xml version="1.0" encoding="windows-1251"?>
<rss version="2.0"><channel><title>Press</title><link>http://press.example/</link><description/>
<item><title>Nato: no missiles for Ukraine</title><link>http://press.example/a?x=1&amp;y=2#top</link>
  <description>&lt;p&gt;Nato &amp;amp; its &lt;b&gt;plan&lt;/b&gt;s.&lt;/p&gt;&lt;p&gt;More&lt;/p&gt;</description>
  <pubDate>Fri, 17 Dec 2021 10:00:00 +0300</pubDate></item>
<item><title>Ракеты НАТО в Украине</title><link>/b</link><pubDate>Sat, 18 Dec 2021 10:00:00 GMT</pubDate></item>
<item><title>Missiles in Ukraine, undated</title><link>http://press.example/c</link></item>
<item><title>Football results from Ukraine</title><link>http://press.example/d</link></item>
<item><title>Missiles Ukraine Nato</title><link>javascript:alert(1)</link></item>
<item><title>Missiles Ukraine Nato</title></item>
</channel></rss>""".encode("windows-1251")

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://atom.example/news/"><title>A</title>
<id>urn:a</id><updated>2021-12-21T00:00:00Z</updated>
<entry><title type="html">Stoltenberg &lt;i&gt;on&lt;/i&gt; missiles</title><id>urn:1</id>
  <link rel="alternate" href="2021/ukraine"/><updated>2021-12-21T12:00:00Z</updated><summary>Ukraine</summary></entry>
</feed>"""

EXPANDING = (
    b"""<!DOCTYPE rss [<!ENTITY a "missiles ukraine "><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">"""
    b"""<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x SYSTEM "file:///etc/passwd">]>"""
    b"""<rss version="2.0"><channel><title>&c;</title><item><title>Ukraine missiles &x;&c;</title>"""
    b"""<link>http://press.example/a</link></item></channel></rss>"""
)


def test_entries_that_share_two_words_are_found_best_first() -> None:
    with served(lambda _: Answer(RSS, headers={"Content-Type": "text/xml"})) as peer:
        found = search("feed", question(), f"{peer.origin}/rss")
    assert found == [
        Found(
            "http://press.example/a?x=1&y=2",
            "Nato: no missiles for Ukraine",
            "Nato & its plans. More",
            datetime(2021, 12, 17, 7, 0, tzinfo=UTC),
        ),
        Found("http://press.example/c", "Missiles in Ukraine, undated", "", None),
    ]


def test_inflected_words_of_another_alphabet_match_and_links_are_made_absolute() -> None:
    with served(lambda _: Answer(RSS)) as peer:
        found = search("feed", question("ракета на Украине", language="ru"), f"{peer.origin}/rss")
    assert [entry.url for entry in found] == [f"{peer.origin}/b"]


def test_atom_is_read_with_its_base() -> None:
    with served(lambda _: Answer(ATOM)) as peer:
        found = search("feed", question("missiles in Ukraine"), peer.origin)
    assert [(entry.url, entry.title) for entry in found] == [
        ("http://atom.example/news/2021/ukraine", "Stoltenberg on missiles")
    ]


def test_the_window_leaves_out_other_days_and_keeps_the_undated() -> None:
    window = {"since": date(2021, 12, 18), "until": date(2021, 12, 31)}
    with served(lambda _: Answer(RSS)) as peer:
        found = search("feed", question(**window), peer.origin)
    assert [entry.url for entry in found] == ["http://press.example/c"]


def test_the_limit_holds() -> None:
    with served(lambda _: Answer(RSS)) as peer:
        assert len(search("feed", question(limit=1), peer.origin)) == 1


def test_an_empty_feed_finds_nothing() -> None:
    empty = b'<rss version="2.0"><channel><title>x</title></channel></rss>'
    with served(lambda _: Answer(empty)) as peer:
        assert search("feed", question(), peer.origin) == []


@pytest.mark.parametrize("kind", ["feed", "archive"])
def test_entities_are_neither_expanded_nor_fetched(kind: str) -> None:
    with served(lambda _: Answer(EXPANDING)) as peer:
        found = search(kind, question(), peer.origin)
    assert [len(entry.title) < 100 for entry in found] == [True]
    assert len(peer.asked) == 1


@pytest.mark.parametrize("kind", ["feed", "archive"])
def test_a_feed_cut_off_in_the_middle_still_gives_what_came(kind: str) -> None:
    with served(lambda _: Answer(RSS[: RSS.index(b"<item><title>Football")])) as peer:
        found = search(kind, question(), peer.origin)
    assert "http://press.example/c" in {entry.url for entry in found}


@pytest.mark.parametrize(
    "inner",
    [
        "<item " + " ".join(f"a{number}='>'" for number in range(50_000)) + "/>",
        "<item " + " ".join(f"a{number}" for number in range(50_000)) + "/>",
        "<item/>" * (MAX_ENTRIES + 1),
        "<a " * 600_000,
        "<a>" * 1_000_000,
    ],
    ids=["attributes", "bare_attributes", "entries", "tags", "bytes"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.timeout(20)
def test_a_feed_made_to_keep_the_parser_busy_is_a_bad_answer(inner: str, encoding: str) -> None:
    body = f'<?xml version="1.0"?><rss version="2.0"><channel>{inner}</channel></rss>'.encode(encoding)
    with served(lambda _: Answer(body)) as peer, pytest.raises(ProviderFailed) as caught:
        search("archive", question(), peer.origin)
    assert caught.value.reason == "bad_answer"
