"""Sentences: exact offsets in any Unicode, and the stops that do not end a sentence."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.text.limits import MAX_WORDS, TextTooLong
from factcheck.text.sentences import split
from tests.unit.text.prose import ARTICLE

MARKS = st.text(alphabet=st.sampled_from("aZй5 .!?…\"“”„«»'’,()\n\r\u2028\u00a0\ud800—")).map(str)


def texts(source: str) -> list[str]:
    return [sentence.text for sentence in split(source)]


@given(st.one_of(st.text(), MARKS))
def test_offsets_index_the_text_and_leave_out_only_white_space(text: str) -> None:
    end = 0
    for sentence in split(text):
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text == sentence.text.strip()
        assert sentence.start >= end
        assert not text[end : sentence.start].strip()
        end = sentence.end
    assert not text[end:].strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Mr. Smith met J. R. Tolk. They ate.", ["Mr. Smith met J. R. Tolk.", "They ate."]),
        ("Prices rose 3.5 percent. Wages fell.", ["Prices rose 3.5 percent.", "Wages fell."]),
        ("He lives in the U.S. Senate building.", ["He lives in the U.S. Senate building."]),
        ("He lives in the U.S. The talks go on.", ["He lives in the U.S.", "The talks go on."]),
        ("“We won. They lost.” She left.", ["“We won.", "They lost.”", "She left."]),
        ("“Why?” he said. Nobody knew.", ["“Why?” he said.", "Nobody knew."]),
        ("“Why?” Ana Silva asked. Nobody knew.", ["“Why?” Ana Silva asked.", "Nobody knew."]),
        ("He left... Then he came back.", ["He left...", "Then he came back."]),
        ("1. First point is here. Next.", ["1. First point is here.", "Next."]),
        ("Am 21. Dezember sprach Dr. Berg: „Gut.“ Er ging.", ["Am 21. Dezember sprach Dr. Berg: „Gut.“", "Er ging."]),
        ("У 2021 р. В. В. Коваль мав 5 млн. осіб. Це так.", ["У 2021 р. В. В. Коваль мав 5 млн. осіб.", "Це так."]),
        ("Он родился в г. Киеве. Это правда.", ["Он родился в г. Киеве.", "Это правда."]),
        ("W 2020 r. prof. Nowak rósł. To prawda.", ["W 2020 r. prof. Nowak rósł.", "To prawda."]),
        ("Il a dit : « C’est vrai. » Puis il part.", ["Il a dit : « C’est vrai. »", "Puis il part."]),
        ("¿Qué dijo? Nada. «Es falso», dijo el Sr. López.", ["¿Qué dijo?", "Nada.", "«Es falso», dijo el Sr. López."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(source: str, expected: list[str]) -> None:
    assert texts(source) == expected


def test_a_line_of_its_own_is_a_heading_and_ends_a_sentence() -> None:
    sentences = split(ARTICLE)
    assert [sentence.text for sentence in sentences if sentence.is_heading] == ["Long dispute"]


def test_hard_wrapped_lines_are_one_sentence() -> None:
    source = "The harbour board met for the third time this\nweek and agreed on nothing at all. Then it\nwent home."
    assert len(texts(source)) == 2


def test_single_newlines_part_finished_lines() -> None:
    assert texts("First line ends.\nSecond line") == ["First line ends.", "Second line"]


@pytest.mark.parametrize("piece", ["!", "a. ", '."', "A.", "\n", "x", "“", ". ”", "1.", '"a'])
def test_time_grows_with_length_only(piece: str) -> None:
    source = piece * (100_000 // len(piece))
    started = time.process_time()
    split(source)
    assert time.process_time() - started < 5


def test_a_text_over_the_limit_is_refused_by_name_of_the_limit() -> None:
    assert len(split("word " * MAX_WORDS)) == 1
    with pytest.raises(TextTooLong, match="200,000 words"):
        split("word " * (MAX_WORDS + 1))
