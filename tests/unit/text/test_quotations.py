"""Quotations and reported statements: where they are and who speaks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.quotations import attribute, statements
from tests.unit.text.prose import ARTICLE

MARKS = st.text(alphabet=st.sampled_from("aZ .,!?\"“”„«»'`’:—\n")).map(str)
WORDS = st.lists(
    st.sampled_from(
        ["said", "Ana", "Silva", "he", "“", "”", '"', ",", ".", "the", "president", ":", "who", "(", ")", "\n"]
    )
).map(" ".join)


def speaker_of(text: str) -> str | None:
    (quotation,) = attribute(text)
    return quotation.speaker


@given(st.one_of(st.text(), MARKS, WORDS))
def test_spans_index_any_text_in_order_without_overlap(text: str) -> None:
    end = 0
    for quotation in attribute(text):
        assert end <= quotation.start < quotation.end <= len(text)
        assert text[quotation.start : quotation.end].strip()
        end = quotation.end
    for statement in statements(text):
        assert text[statement.start : statement.end].strip()
        assert statement.speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“The bridge is closed today,” Ana Silva said.", "Ana Silva"),
        ("“The bridge is closed today,” said Ana Silva, a nurse.", "Ana Silva"),
        ("Ana Silva, the mayor of Portel, said: “The bridge is closed.”", "Ana Silva"),
        ("Ana Silva, who runs the port, later said the bridge was “closed for good.”", "Ana Silva"),
        ("Mayor Ana Silva told reporters that “the bridge is closed.”", "Ana Silva"),
        ("“The bridge is closed today,” said a spokesman for the port.", "a spokesman for the port"),
        ("According to Ana Silva, the bridge is “closed for good.”", "Ana Silva"),
        ("SILVA: “The bridge is closed today.”", "SILVA"),
        ("„Die Brücke ist heute zu“, sagte Ana Silva.", "Ana Silva"),
        ("«Міст сьогодні закрито», — сказала Ганна Коваль.", "Ганна Коваль"),
        ("« Le pont est fermé », a déclaré Ana Silva.", "Ana Silva"),
    ],
)
def test_the_subject_of_the_cue_is_the_speaker(text: str, speaker: str) -> None:
    assert speaker_of(text) == speaker


def test_a_short_name_is_given_in_the_fullest_form_of_the_document() -> None:
    assert speaker_of("Ana Silva met Jonas Berg in Portel. “The bridge is closed,” Silva said.") == "Ana Silva"


def test_a_pronoun_means_the_person_named_last() -> None:
    assert speaker_of("Ana Silva came late. “The bridge is closed,” she said.") == "Ana Silva"


def test_an_office_means_its_only_holder() -> None:
    text = "President Ana Silva came late to Portel. “The bridge is closed,” the president said."
    assert speaker_of(text) == "Ana Silva"


def test_an_office_with_two_holders_stays_an_office() -> None:
    text = "President Ana Silva met President Jonas Berg. “The bridge is closed,” the president said."
    assert speaker_of(text) == "the president"


def test_words_nobody_is_seen_to_say_have_no_speaker() -> None:
    assert speaker_of("“The bridge is closed until spring.”") is None


def test_a_speaker_goes_on_into_the_next_paragraph() -> None:
    text = "“The bridge is closed,” Ana Silva said. “It is old.\n\n“We shall build a new one.”"
    assert {quotation.speaker for quotation in attribute(text)} == {"Ana Silva"}


def test_every_quotation_of_an_article_has_its_speaker() -> None:
    found = {ARTICLE[q.start : q.end]: q.speaker for q in attribute(ARTICLE)}
    assert found["have no other road to the market"] == "Ana Silva"
    assert found["This is about our bread."] == "Ana Silva"
    assert found["answer firmly to any closure"] == "Jonas Berg"
    assert found["A closure is not our choice,"] == "Jonas Berg"
    assert found["We want to settle this at the table."] == "Jonas Berg"
    assert found["That is a serious burden for us."] == "Ana Silva"


def test_indirect_statements_have_their_speaker_and_the_article_keeps_its_own_voice() -> None:
    spoken = {ARTICLE[s.start : s.end]: s.speaker for s in statements(ARTICLE)}
    assert spoken["The bridge carries 40,000 lorries a year, the president said."] == "Ana Silva"
    assert not [quote for quote in spoken if quote.startswith(("There are no plans", "While the ministry"))]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ana Silva met the mayor of Portel and said the bridge was “closed for good.”", "Ana Silva"),
        ("After the talks, Ana Silva left the room, saying “the bridge is closed for good.”", "Ana Silva"),
        ("“The bridge is closed,” Ana Silva (Portel), a nurse, one of many, said.", "Ana Silva"),
        ("Port Authority Director Ana Silva said the bridge was “closed for good.”", "Ana Silva"),
        ("Ana Silva said the late tweets about Jonas Berg were “closed for good.”", "Ana Silva"),
        ("“The bridge is closed for good.” ― Ana Silva", "Ana Silva"),
        ('"SILVA: The bridge is closed for good."', "SILVA"),
    ],
)
def test_the_speaker_is_found_past_what_stands_between(text: str, speaker: str) -> None:
    assert speaker_of(text) == speaker


def test_an_aside_does_not_take_a_sentence_from_the_article() -> None:
    assert statements("Ana Silva closed the bridge on Tuesday while insisting that it was safe.") == []


@pytest.mark.parametrize("piece", ["“a” said ", "“a said” ", "Ana said ", "“", ", said ", "Ana\n"])
def test_time_grows_with_length_only(piece: str) -> None:
    started = time.process_time()
    attribute(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 5


def test_what_adds_to_something_does_not_speak() -> None:
    assert statements("Gas prices added to the tension on Tuesday, after flows through the pipeline turned.") == []
