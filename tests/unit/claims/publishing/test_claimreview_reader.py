"""Rules of reading ClaimReview from other people's pages."""

from __future__ import annotations

import html
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.publishing.claimreview import MAX_HTML_CHARACTERS, parse
from factcheck.core.errors import TooLarge

URL = "https://desk.example/check"
REVIEW: dict[str, Any] = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "claimReviewed": "The moon is cheese",
    "reviewRating": {"@type": "Rating", "alternateName": "False", "ratingValue": 1},
}
TEXT = json.dumps(REVIEW)


def page(*blocks: str) -> str:
    scripts = "".join(f"<script type='application/ld+json; charset=utf-8'>{block}</script>" for block in blocks)
    return f"<html><head>{scripts}</head></html>"


@pytest.mark.parametrize(
    "block",
    [
        TEXT,
        json.dumps([REVIEW]),
        json.dumps({"@graph": [{"@type": "WebPage"}, REVIEW]}),
        json.dumps({"@type": "NewsArticle", "review": {"x": [[REVIEW]]}}),
        json.dumps({**REVIEW, "@type": ["Review", "ClaimReview"]}),
        json.dumps({**REVIEW, "@type": "http://schema.org/ClaimReview"}),
        json.dumps({"@type": "WebPage"}) + TEXT,
        f"<!-- {TEXT} -->",
        f"//<![CDATA[\n{TEXT}\n//]]>",
        f"<![CDATA[{TEXT}]]>",
        f"/* {{note}} */ {TEXT};",
        TEXT[:-1] + ",}",
        TEXT.replace("moon is", "moon\n\tis"),
        TEXT.replace("The moon", "The \x07moon"),
        TEXT.replace("moon is", "moon\\ is"),
        TEXT.replace(": ", ":\u00a0"),
        html.escape(TEXT),
        TEXT.replace("moon is", "moon&#32;is"),
    ],
)
def test_real_world_spellings_of_a_block_are_read(block: str) -> None:
    (review,) = parse(page("{broken", block), URL)
    assert review["claim"] == "The moon is cheese"
    assert review["rating_text"] == "False"
    assert review["url"] == URL


def test_a_review_given_twice_is_one() -> None:
    assert len(parse(page(TEXT, TEXT), URL)) == 1


def test_a_bare_data_feed_is_read_like_a_page() -> None:
    feed = {
        "@type": "DataFeed",
        "dataFeedElement": [{"item": [REVIEW]}, {"item": [{**REVIEW, "url": "https://b.example/"}]}],
    }
    assert [review["url"] for review in parse(json.dumps(feed), URL)] == [URL, "https://b.example/"]


def test_references_between_blocks_are_followed() -> None:
    review = {**REVIEW, "author": {"@id": "#desk"}, "itemReviewed": {"@id": "#claim"}}
    graph = [
        {"@id": "#desk", "name": "Desk"},
        {"@id": "#claim", "author": [{"name": ["Ann", "mayor"]}], "appearance": {"@id": "https://a.example/"}},
    ]
    (found,) = parse(page(json.dumps(review), json.dumps(graph)), URL)
    assert (found["author"], found["claimant"]) == ("Desk", "Ann")
    assert found["appearances"] == ["https://a.example/"]


def test_what_is_absent_or_empty_is_none() -> None:
    (review,) = parse(page(json.dumps({**REVIEW, "reviewRating": {"ratingValue": ""}, "author": {}})), URL)
    absent = ["date", "author", "rating_text", "rating_value", "best", "worst", "claimant", "claim_date"]
    assert {review[key] for key in absent} == {None}
    assert review["appearances"] == []


@pytest.mark.parametrize(
    ("given_url", "expected"),
    [
        ("/a", "https://desk.example/a"),
        ("", URL),
        ("javascript:alert(1)", URL),
        ("https://b.example/x", "https://b.example/x"),
        ("b.example/x", "b.example/x"),
        ("http://[", URL),
    ],
)
def test_the_address_of_a_review_is_one_that_can_be_followed(given_url: str, expected: str) -> None:
    assert parse(page(json.dumps({**REVIEW, "url": given_url})), URL)[0]["url"] == expected


@pytest.mark.parametrize(
    "hidden",
    [
        f"<!-- {page(TEXT)} -->",
        f"<textarea>{page(TEXT)}</textarea>",
        f"<script>var x = '{TEXT}'</script>",
        "",
        TEXT[1:],
    ],
)
def test_what_a_browser_would_not_read_is_not_read(hidden: str) -> None:
    assert parse(f"<html>{hidden}", URL) == []


def test_too_large_a_page_is_refused() -> None:
    with pytest.raises(TooLarge):
        parse(" " * (MAX_HTML_CHARACTERS + 1), URL)


@pytest.mark.parametrize("nest", ["[", '{"a":', '[{"a":'])
def test_bottomless_nesting_yields_nothing(nest: str) -> None:
    assert parse(page(nest * 100_000), URL) == []


@pytest.mark.parametrize(
    "unit", ["<script", "<!--", '"\\', '["\\', "/*", "//", ", ", '"', "{[", "<![CDATA[", "&quot;", "]]>"]
)
@pytest.mark.parametrize("head", ["", '<script type="application/ld+json">["a'])
def test_hostile_pages_take_linear_time(unit: str, head: str) -> None:
    started = time.process_time()
    parse((head + unit * 400_000)[:399_999], URL)
    assert time.process_time() - started < 3


@given(
    st.recursive(
        st.none() | st.text() | st.integers() | st.booleans(),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(
                    ["@type", "@id", "itemReviewed", "author", "name", "url", "reviewRating", "appearance"]
                ),
                inner,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_is_read_without_error(value: Any) -> None:
    for review in parse(page(json.dumps({**REVIEW, "itemReviewed": value, "author": value, "url": value})), URL):
        assert isinstance(review["claim"], str)
        assert isinstance(review["url"], str)
