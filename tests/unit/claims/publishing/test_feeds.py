"""Rules of the feeds and the sitemap."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import feedparser
import pytest

from claims.publishing import feeds
from claims.publishing.sitemap import MAX_URLS, sitemap
from factcheck.core.errors import TooLarge
from tests.unit.claims.publishing.examples import ATTACKS, FEED, check


def test_an_item_of_the_data_feed_is_a_list() -> None:
    feed = feeds.datacommons_feed([check()])
    (element,) = feed["dataFeedElement"]
    assert [item["@type"] for item in element["item"]] == ["ClaimReview"]
    assert feed["dateModified"] == "2021-12-23T09:00:00Z"


def test_retracted_checks_leave_the_data_feed_but_are_announced_to_subscribers() -> None:
    gone = check(is_retracted=True)
    assert feeds.datacommons_feed([gone])["dataFeedElement"] == []
    assert feeds.json_feed([gone], FEED)["items"][0]["title"].startswith("Retracted: ")
    assert "Retracted: " in feeds.atom([gone], FEED)


def test_a_feed_reader_reads_the_atom_feed() -> None:
    parsed = feedparser.parse(feeds.atom([check()], FEED).encode())
    assert not parsed.bozo
    assert parsed.feed.title == "Fact-checks"
    (entry,) = parsed.entries
    assert entry.link == "https://desk.example/factchecks/missiles/"
    assert entry.title == "Mostly true: There are no plans to place missiles in Ukraine."
    assert 'href="https://desk.example/factchecks/missiles/#evidence-7"' in entry.content[0].value


def test_an_empty_atom_feed_still_says_when_it_changed() -> None:
    assert "<updated>2021-01-01T00:00:00Z</updated>" in feeds.atom([], FEED)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_stay_text_in_every_feed(attack: str) -> None:
    hostile = check(claim_text=attack, summary=attack)
    root = ET.fromstring(feeds.atom([hostile], FEED).encode())
    assert not [element for element in root.iter() if element.tag.rsplit("}", 1)[-1] in {"script", "img", "svg"}]
    feeds.json_feed([hostile], FEED)["items"][0]["title"].encode()


def test_a_json_feed_item_has_content_and_absolute_citations() -> None:
    feed = feeds.json_feed([check(), check(justification_html="")], FEED)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert "missiles/#evidence-7" in feed["items"][0]["content_html"]
    assert feed["items"][1]["content_text"] == "No plan was found."


def test_a_sitemap_lists_each_page_with_its_last_change() -> None:
    root = ET.fromstring(sitemap([("https://desk.example/?a=1&b=2", check().modified_at)]).encode())
    assert [element.text for element in root[0]] == ["https://desk.example/?a=1&b=2", "2021-12-23T09:00:00Z"]


def test_feeds_and_sitemap_refuse_more_than_their_limit() -> None:
    with pytest.raises(TooLarge):
        sitemap([("https://desk.example/", check().modified_at)] * (MAX_URLS + 1))
    with pytest.raises(TooLarge):
        feeds.atom([check()] * (feeds.MAX_ENTRIES + 1), FEED)
    with pytest.raises(TooLarge):
        feeds.json_feed([check()] * (feeds.MAX_ENTRIES + 1), FEED)
