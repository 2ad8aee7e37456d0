"""Quotations are found where they stand, or not at all."""

from __future__ import annotations

import pytest

from claims.anchors import anchor, at

TEXT = "He said no. She said no. “Ні”, they said 🙂 no."


def test_single_place_is_found_with_its_context() -> None:
    found = anchor(TEXT, exact="She said")
    assert found is not None
    assert (TEXT[found.start : found.end], found.prefix, found.suffix[:4]) == ("She said", "He said no. ", " no.")


@pytest.mark.parametrize(
    ("prefix", "suffix", "start"),
    [("He ", "", 3), ("She ", "", 16), ("", " no. She", 3), ("they ", "", 36), ("h completely else", "", None)],
)
def test_context_tells_places_apart(prefix: str, suffix: str, start: int | None) -> None:
    found = anchor(TEXT, exact="said", prefix=prefix, suffix=suffix)
    assert (found.start if found else None) == start


def test_ambiguous_missing_and_empty_quotations_are_no_answer() -> None:
    assert anchor(TEXT, exact="said") is None
    assert anchor(TEXT, exact="never") is None
    assert anchor(TEXT, exact="") is None


def test_offsets_are_code_points() -> None:
    found = anchor(TEXT, exact="🙂 no")
    assert found is not None
    assert TEXT[found.start : found.end] == "🙂 no"
    assert found.end - found.start == 4


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 3), (-1, 2), (0, len(TEXT) + 1)])
def test_span_outside_the_text_is_an_error(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no span"):
        at(TEXT, start=start, end=end)
