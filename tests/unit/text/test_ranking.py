"""Ranking: with the sentence model and without it, always finite, repeatable and explained."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.text.ranking import LEXICAL_MODEL, rank, rank_pool, rank_with_reasons

CLAIM = "There are no plans to close the Orvana bridge."
PASSAGES = [
    "Wheat prices were stable in the spring.",
    "The government has no plans to close the bridge in Orvana.",
    "",
    "A minister denied that the crossing would be shut.",
]


@pytest.mark.usefixtures("sentence_model")
def test_meaning_and_words_put_the_right_passages_first() -> None:
    scores = rank(CLAIM, PASSAGES)
    assert sorted(range(4), key=lambda index: -scores[index])[:2] == [1, 3]
    assert scores[2] == 0.0


@pytest.mark.usefixtures("sentence_model")
def test_reasons_give_the_parts_of_the_same_score() -> None:
    ranked = rank_with_reasons(CLAIM, PASSAGES)
    assert [entry.score for entry in ranked] == pytest.approx(rank(CLAIM, PASSAGES))
    assert set(ranked[1].matched_words) == {"no", "plans", "close", "orvana", "bridge"}
    assert "MiniLM" in ranked[1].model
    assert any("similarity" in reason for reason in ranked[1].reasons)


@pytest.mark.usefixtures("sentence_model")
def test_a_pool_scores_as_its_claims_do_one_by_one() -> None:
    claims = [CLAIM, "Wheat is cheap."]
    assert rank_pool(claims, PASSAGES).tolist() == [rank(claim, PASSAGES) for claim in claims]


@pytest.mark.usefixtures("no_sentence_model")
def test_words_alone_rank_when_the_model_is_missing() -> None:
    ranked = rank_with_reasons(CLAIM, PASSAGES)
    assert max(ranked, key=lambda entry: entry.score) is ranked[1]
    assert {entry.semantic for entry in ranked} == {None}
    assert {entry.model for entry in ranked} == {LEXICAL_MODEL}


@pytest.mark.usefixtures("no_sentence_model")
def test_nothing_to_rank_gives_nothing() -> None:
    assert rank(CLAIM, []) == []
    assert rank_with_reasons(CLAIM, []) == []
    assert rank_pool([], PASSAGES).shape == (0, 4)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(claim=st.text(), passages=st.lists(st.text(), max_size=4))
def test_scores_are_finite_and_repeatable(no_sentence_model: None, claim: str, passages: list[str]) -> None:
    scores = rank(claim, passages)
    assert all(math.isfinite(score) and 0.0 <= score <= 1.0 for score in scores)
    assert rank(claim, passages) == scores
