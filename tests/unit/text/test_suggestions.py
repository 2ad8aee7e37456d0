"""Check-worthiness and the claims suggested from an article."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.checkworthiness import explain, score
from factcheck.text.suggestions import find_claims
from tests.unit.text.prose import ARTICLE

DENIAL = "There are no plans by Westmark or its allies to raise tolls in Orvana or close the river there."


@given(st.lists(st.text(), max_size=5))
def test_scores_lie_between_0_and_1_and_never_vary(texts: list[str]) -> None:
    sentences = [{"text": text} for text in texts]
    scores = score(sentences)
    assert len(scores) == len(texts)
    assert all(0.0 <= value <= 1.0 for value in scores)
    assert score(sentences) == scores


def test_a_checkable_sentence_passes_the_threshold_and_a_courtesy_does_not() -> None:
    claim, courtesy, question = score(
        [
            {"text": "Unemployment fell from 9 percent to 5 percent in the last four years."},
            {"text": "Thank you all very much, and good evening."},
            {"text": "What do you want to do about the schools?"},
        ]
    )
    assert claim >= 0.5 > max(courtesy, question)


def test_reasons_say_what_speaks_for_and_against() -> None:
    reasons = explain("There is no evidence that wages will fall by 5 percent.")
    assert "+ gives a number" in reasons
    assert "- speaks of the future or the possible" in reasons


@given(st.text())
def test_suggestions_quote_the_text_exactly(text: str) -> None:
    for claim in find_claims(text):
        assert text[claim.start : claim.end] == claim.quote


def test_what_the_article_says_itself_has_no_claimant() -> None:
    claims = {claim.quote: claim for claim in find_claims(ARTICLE)}
    assert claims[DENIAL].claimant is None
    assert claims["The bridge carries 40,000 lorries a year, the president said."].claimant == "Ana Silva"


def test_a_number_in_a_quotation_is_suggested_with_its_speaker() -> None:
    (claim,) = [claim for claim in find_claims(ARTICLE) if "12-15 percent" in claim.quote]
    assert (claim.claimant, claim.cue) == ("Ana Silva", "said")


def test_headings_are_not_suggested() -> None:
    assert not [claim for claim in find_claims(ARTICLE) if claim.quote == "Long dispute"]
