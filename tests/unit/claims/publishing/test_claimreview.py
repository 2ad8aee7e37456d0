"""Rules of the ClaimReview we write."""

from __future__ import annotations

import copy
import json
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from claims.publishing import claimreview
from claims.publishing.claimreview_profile import PROFILE
from claims.publishing.records import PublishedRating
from factcheck.core.errors import NotAllowedInState
from tests.unit.claims.publishing.examples import ATTACKS, check

VALIDATOR = Draft202012Validator(PROFILE)
LONG = "The alliance promised in 1997 that it would never place substantial combat forces in the new member states."


def _page(document: dict[str, Any]) -> str:
    return (
        "<!doctype html><html><head><title>x</title>"
        f'<script type="application/ld+json">{claimreview.as_script(document)}</script></head><body></body></html>'
    )


def _set(*path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def mutate(document: dict[str, Any]) -> None:
        for key in path[:-1]:
            document = document[key]
        document[path[-1]] = value

    return mutate


def _drop(*path: str) -> Callable[[dict[str, Any]], None]:
    def mutate(document: dict[str, Any]) -> None:
        for key in path[:-1]:
            document = document[key]
        del document[path[-1]]

    return mutate


MUTANTS = [
    _drop("@context"),
    _set("@context", value="http://schema.org"),
    _set("@type", value="Review"),
    _drop("url"),
    _set("url", value="/factchecks/missiles/"),
    _set("url", value="javascript:alert(1)"),
    _drop("claimReviewed"),
    _set("claimReviewed", value=" "),
    _set("claimReviewed", value="x" * 75),
    _drop("author"),
    _drop("author", "name"),
    _set("author", value="The Desk"),
    _drop("datePublished"),
    _set("datePublished", value="22.12.2021"),
    _set("datePublished", value="2021-13-22T10:30:00Z"),
    _drop("reviewRating"),
    _drop("reviewRating", "alternateName"),
    _set("reviewRating", "ratingValue", value="4"),
    _drop("reviewRating", "bestRating"),
    _drop("reviewRating", "ratingValue"),
    _drop("itemReviewed"),
    _set("itemReviewed", "@type", value="CreativeWork"),
    _drop("itemReviewed", "text"),
    _drop("itemReviewed", "author", "name"),
    _set("itemReviewed", "datePublished", value="yesterday"),
    _set("itemReviewed", "appearance", value=["https://news.example/a"]),
    _set("itemReviewed", "appearance", value=[]),
    _set("reviewBody", value=""),
    _set("claimReviewd", value="a misspelt property"),
]


def test_what_is_built_fits_the_profile() -> None:
    VALIDATOR.validate(claimreview.build(check()))
    VALIDATOR.validate(claimreview.build(check(claimant=None, claim_date=None, appearances=(), first_appearance="")))


@pytest.mark.parametrize("mutate", MUTANTS)
def test_the_profile_catches_each_mutant(mutate: Callable[[dict[str, Any]], None]) -> None:
    document = copy.deepcopy(claimreview.build(check()))
    mutate(document)
    assert not VALIDATOR.is_valid(document)


def test_a_label_outside_the_scale_gets_no_number() -> None:
    rating = claimreview.build(check(rating=PublishedRating("Unproven", "unproven")))["reviewRating"]
    assert rating == {"@type": "Rating", "alternateName": "Unproven"}


def test_a_rating_outside_its_own_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        PublishedRating("True", "true", value=6)


def test_a_retracted_check_has_no_claimreview() -> None:
    with pytest.raises(NotAllowedInState):
        claimreview.build(check(is_retracted=True))


def test_a_long_claim_is_shortened_between_words_and_says_so() -> None:
    document = claimreview.build(check(claim_text=LONG))
    short = document["claimReviewed"]
    assert len(short) < 75
    assert short.endswith("…")
    assert LONG[len(short) - 1] == " "
    assert document["itemReviewed"]["text"] == LONG


def test_a_claim_of_74_characters_is_left_alone() -> None:
    assert claimreview.short_claim("x" * 74) == "x" * 74


@given(st.text(max_size=300))
def test_a_short_claim_is_always_short_and_never_a_changed_whole(text: str) -> None:
    short = claimreview.short_claim(text)
    assert len(short) < 75
    line = " ".join(short.split())
    assert short == line


@given(st.text(max_size=200).filter(lambda text: text.isprintable() and text.strip()))
def test_nothing_leaves_the_script_element_and_the_claim_reads_back(text: str) -> None:
    script = claimreview.as_script(claimreview.build(check(claim_text=text)))
    assert not set(script) & set("<>&\u2028\u2029")
    assert json.loads(script)["itemReviewed"]["text"] == text


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_stay_text_in_the_script_element(attack: str) -> None:
    hostile = check(claim_text=f"x {attack}", summary=attack, appearances=(attack,), first_appearance=attack)
    document = claimreview.build(hostile)
    script = claimreview.as_script(document)
    script.encode()
    assert "<" not in script
    assert "appearance" not in document["itemReviewed"]


def test_our_own_page_reads_back_with_the_full_wording() -> None:
    (review,) = claimreview.parse(_page(claimreview.build(check(claim_text=LONG))), "https://desk.example/")
    assert review == {
        "claim": LONG,
        "url": "https://desk.example/factchecks/missiles/",
        "date": "2021-12-22T10:30:00Z",
        "author": "The Desk",
        "rating_text": "Mostly true",
        "rating_value": "4",
        "best": "5",
        "worst": "1",
        "claimant": "A Minister",
        "claim_date": "2021-12-21",
        "appearances": ["https://news.example/a", "https://news.example/b"],
    }


def test_an_independent_reader_sees_a_claimreview() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own dependencies deprecate
        import extruct

        found = extruct.extract(_page(claimreview.build(check())), syntaxes=["json-ld"])["json-ld"]
    assert [item["@type"] for item in found] == ["ClaimReview"]
    assert found[0]["itemReviewed"]["author"]["name"] == "A Minister"
