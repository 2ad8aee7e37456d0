"""Passages: short spans of a document, within paragraphs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.passages import MAX_CHARACTERS, split_passages
from tests.unit.text.prose import ARTICLE

PROSE = st.lists(st.sampled_from(["word", "Long. ", "x" * 200, " ", "\n\n", "and so on. ", "It is."])).map("".join)


@given(st.one_of(st.text(), PROSE))
def test_passages_are_ordered_spans_of_the_text_and_short(text: str) -> None:
    end = 0
    for span in split_passages(text):
        assert end <= span.start < span.end <= len(text)
        assert span.end - span.start <= MAX_CHARACTERS
        assert text[span.start : span.end].strip()
        end = span.end


def test_a_passage_stays_within_its_paragraph_and_has_at_most_three_sentences() -> None:
    passages = [ARTICLE[span.start : span.end] for span in split_passages(ARTICLE)]
    assert not any("\n" in passage for passage in passages)
    assert any(passage.startswith("While the ministry") and passage.endswith("there.") for passage in passages)


def test_fragments_are_left_out() -> None:
    assert split_passages("Home | News\n\nShare this") == []


def test_a_sentence_without_end_is_cut_at_spaces() -> None:
    text = "many words go on and on " * 100
    spans = split_passages(text)
    assert len(spans) > 1
    assert all(not text[span.start].isspace() for span in spans)
