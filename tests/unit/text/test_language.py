"""Languages: told where they can be told, and mapped to what PostgreSQL can read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.text.language import identify, search_config


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The president said that the bridge would be closed for a year.", "en"),
        ("Президент заявив, що міст буде закрито на рік через ремонт.", "uk"),
        ("Президент заявил, что мост будет закрыт на год из-за ремонта.", "ru"),
        ("Prezydent powiedział, że most będzie zamknięty przez rok.", "pl"),
        ("Der Präsident sagte, die Brücke werde für ein Jahr gesperrt.", "de"),
    ],
)
def test_prose_is_identified(text: str, code: str) -> None:
    assert identify(text) == code


@pytest.mark.parametrize("text", ["", "ok", "12345 67890 !!! 2021"])
def test_too_little_to_tell_is_unknown(text: str) -> None:
    assert identify(text) is None


@settings(max_examples=30)
@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    code = identify(text)
    assert code is None or len(code) == 2


@pytest.mark.parametrize(
    ("language", "configuration"),
    [("en", "english"), ("de-AT", "german"), ("ru", "russian"), ("uk", "simple"), ("pl", "simple"), (None, "simple")],
)
def test_search_configuration_is_one_that_postgresql_ships(language: str | None, configuration: str) -> None:
    assert search_config(language) == configuration
