"""/factchecks/ and /corrections/: lists with search, filter, pages and empty states."""

from __future__ import annotations

import pytest
from django.test import Client

from claims.models import PublicPage
from claims.public import pages as views
from tests.factories import desk
from tests.integration.public.conftest import Get, page_of

pytestmark = pytest.mark.django_db


def test_empty_lists_say_so(get: Get) -> None:
    assert b"Nothing has been published yet." in get("/factchecks/").content
    assert b"Nothing had to be corrected so far." in get("/corrections/").content


def test_search_finds_any_word_and_says_when_nothing_matches(get: Get, three: list[PublicPage]) -> None:
    html = get("/factchecks/", data={"q": "Bridges, why?"}).content.decode()
    assert "new bridge" in html
    assert "new tunnel" not in html
    assert b"No fact-check matches" in get("/factchecks/", data={"q": "zebra"}).content


def test_search_words_come_back_escaped(get: Get, three: list[PublicPage]) -> None:
    html = get("/factchecks/", data={"q": '"><script>x</script>\x00'}).content
    assert b"<script>x" not in html


def test_rating_filters_and_leaves_retracted_pages_out(get: Get, three: list[PublicPage]) -> None:
    desk.retracted_verdict(three[0].verdict)
    page_of(three[0].verdict)
    html = get("/factchecks/", data={"rating": "mostly_true"}).content.decode()
    assert "new bridge" not in html
    assert "new tunnel" in html
    assert b"No fact-check matches" in get("/factchecks/", data={"rating": "false"}).content
    assert b"No fact-check matches" in get("/factchecks/", data={"rating": "no-such"}).content
    assert "Retracted" in get("/factchecks/").content.decode()


def test_pages_turn_and_end(get: Get, three: list[PublicPage], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    first = get("/factchecks/", data={"q": "new town"}).content.decode()
    assert "Page 1 of 2" in first
    assert "?q=new%20town&amp;page=2" in first
    assert get("/factchecks/?page=2").content.decode().count("check-title") == 1
    for page in ("3", "0", "x"):
        get("/factchecks/", data={"page": page}, status=404)


def test_list_takes_two_queries_however_long(
    client: Client, three: list[PublicPage], django_assert_num_queries
) -> None:
    with django_assert_num_queries(2):
        client.get("/factchecks/", {"q": "town", "rating": "mostly_true"})


def test_corrections_are_listed_newest_first_with_date_and_reason(
    client: Client, get: Get, corrected: PublicPage, django_assert_num_queries
) -> None:
    retracted = page_of(desk.retracted_verdict())
    with django_assert_num_queries(2):
        html = get("/corrections/").content.decode()
    assert html.index("It was a hoax.") < html.index("We were wrong.")
    assert f"/factchecks/{retracted.slug}/" in html
    assert "Verdict changed" in html
