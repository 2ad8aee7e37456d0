"""Feeds, sitemap, oEmbed and robots.txt."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import feedparser
import pytest
from django.conf import settings
from django.test import Client

from claims.models import PublicPage
from tests.factories import desk
from tests.integration.public.conftest import Get, page_of

pytestmark = pytest.mark.django_db
DOCUMENTS = ("/feeds/claimreview.json", "/feeds/factchecks.atom", "/feeds/factchecks.json", "/sitemap.xml")


def test_atom_feed_is_read_by_feedparser_and_keeps_retracted_checks(get: Get, three: list[PublicPage]) -> None:
    page_of(desk.retracted_verdict(three[0].verdict))
    feed = feedparser.parse(get("/feeds/factchecks.atom").content)
    assert not feed.bozo
    assert len(feed.entries) == 3
    assert feed.entries[0].title.startswith("Retracted: The new bridge")
    assert feed.entries[1].link == f"{settings.SITE_URL}/factchecks/{three[2].slug}/"
    assert "See the record." in feed.entries[1].content[0].value


def test_json_feed_and_data_feed_hold_what_they_should(get: Get, three: list[PublicPage]) -> None:
    page_of(desk.retracted_verdict(three[0].verdict))
    assert len(json.loads(get("/feeds/factchecks.json").content)["items"]) == 3
    data = json.loads(get("/feeds/claimreview.json").content)
    assert [element["item"][0]["@type"] for element in data["dataFeedElement"]] == ["ClaimReview"] * 2


def test_sitemap_lists_every_page(get: Get, three: list[PublicPage]) -> None:
    root = ET.fromstring(get("/sitemap.xml").content)
    assert {url[0].text for url in root} == {f"{settings.SITE_URL}/factchecks/{page.slug}/" for page in three}
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in get("/robots.txt").content.decode()


@pytest.mark.parametrize("path", DOCUMENTS)
def test_documents_are_one_query_cacheable_and_answer_304(
    path: str, client: Client, get: Get, three: list[PublicPage], django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(1):
        first = get(path)
    assert first["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in first.get("Vary", "")
    get(path, status=304, headers={"if-none-match": first["ETag"]})


@pytest.mark.parametrize("path", DOCUMENTS)
def test_documents_stand_before_anything_is_published(path: str, get: Get) -> None:
    get(path)


def test_oembed_quotes_the_page(get: Get, published: PublicPage) -> None:
    address = f"{settings.SITE_URL}/factchecks/{published.slug}/"
    answer = json.loads(get("/oembed", data={"url": address, "maxwidth": "300"}).content)
    assert (answer["type"], answer["version"], answer["width"]) == ("rich", "1.0", 300)
    assert "Mostly true" in answer["html"]
    assert "<script" not in answer["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"url": "https://other.example/factchecks/x/"}, 404),
        ({"url": f"{settings.SITE_URL}/factchecks/none-1/"}, 404),
        ({"url": f"{settings.SITE_URL}/admin/"}, 404),
        ({"url": "http://[broken"}, 404),
        ({"url": "x" * 2001}, 400),
        ({"url": settings.SITE_URL, "format": "xml"}, 501),
        ({"url": settings.SITE_URL, "maxwidth": "-1"}, 400),
    ],
)
def test_oembed_refuses_what_it_cannot_show(get: Get, query: dict[str, str], status: int) -> None:
    get("/oembed", data=query, status=status)


def test_other_sites_may_read_the_data(get: Get, published: PublicPage) -> None:
    for path in ("/feeds/claimreview.json", f"/factchecks/{published.slug}.json", "/v1alpha1/pages"):
        assert get(path)["Access-Control-Allow-Origin"] == "*"
