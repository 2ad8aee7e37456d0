"""Rules of the Google-compatible shapes and of oEmbed."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.publishing import google_api, oembed
from claims.publishing.records import PublishedRating
from factcheck.core.errors import Invalid
from tests.unit.claims.publishing.examples import ATTACKS, check


def test_a_search_answer_has_googles_fields() -> None:
    (claim,) = google_api.claim_search_response([check()], "next")["claims"]
    assert claim == {
        "text": "There are no plans to place missiles in Ukraine.",
        "claimant": "A Minister",
        "claimDate": "2021-12-21T00:00:00Z",
        "claimReview": [
            {
                "publisher": {"name": "The Desk", "site": "desk.example"},
                "url": "https://desk.example/factchecks/missiles/",
                "title": "Mostly true: There are no plans to place missiles in Ukraine.",
                "reviewDate": "2021-12-22T10:30:00Z",
                "textualRating": "Mostly true",
                "languageCode": "en",
            }
        ],
    }


def test_an_empty_answer_is_an_empty_object() -> None:
    assert google_api.claim_search_response([]) == {}
    assert google_api.pages_response([check(is_retracted=True)]) == {}


def test_a_page_carries_numbers_only_for_an_ordinal_rating() -> None:
    rating = google_api.page_resource(check())["claimReviewMarkups"][0]["rating"]
    assert rating == {"textualRating": "Mostly true", "ratingValue": 4, "worstRating": 1, "bestRating": 5}
    unproven = check(rating=PublishedRating("Unproven", "unproven"))
    assert google_api.page_resource(unproven)["claimReviewMarkups"][0]["rating"] == {"textualRating": "Unproven"}


def test_the_version_of_a_page_changes_with_its_content_only() -> None:
    version = google_api.page_resource(check())["versionId"]
    assert google_api.page_resource(check())["versionId"] == version
    assert google_api.page_resource(check(claim_text="Other."))["versionId"] != version


def test_an_error_has_googles_shape() -> None:
    body = google_api.error(code=400, message="Bad page token.", status="INVALID_ARGUMENT")
    assert body == {"error": {"code": 400, "message": "Bad page token.", "status": "INVALID_ARGUMENT"}}


@given(st.text(max_size=40), st.dictionaries(st.text(max_size=5), st.text(max_size=5), max_size=4))
def test_a_page_token_reads_back_with_the_same_parameters(position: str, parameters: dict[str, str]) -> None:
    token = google_api.encode_page_token(position, parameters)
    assert google_api.decode_page_token(token, {**parameters, "key": "k", "pageToken": token}) == position


@pytest.mark.parametrize("token", ["", "!", "e30", "A" * 600, "\u00e9", base64.b64encode(b'["a",1]').decode()])
def test_a_foreign_page_token_is_refused(token: str) -> None:
    with pytest.raises(Invalid):
        google_api.decode_page_token(token, {})


def test_a_page_token_is_refused_with_other_parameters() -> None:
    token = google_api.encode_page_token("20", {"query": "moon"})
    with pytest.raises(Invalid):
        google_api.decode_page_token(token, {"query": "sun"})


def test_an_embed_fits_the_size_asked_for() -> None:
    answer = oembed.response(check(), max_width=300)
    assert (answer["type"], answer["version"]) == ("rich", "1.0")
    assert (answer["width"], answer["height"]) == (300, oembed.HEIGHT_PX)


def test_an_embed_of_a_retracted_check_says_so_and_drops_the_rating() -> None:
    html = oembed.response(check(is_retracted=True))["html"]
    assert "Retracted" in html
    assert "Mostly true" not in html


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_stay_text_in_an_embed(attack: str) -> None:
    html = oembed.response(check(claim_text=attack, summary=attack))["html"]
    assert html.count("<") == oembed.response(check())["html"].count("<")
    assert html.count('"') == oembed.response(check())["html"].count('"')
