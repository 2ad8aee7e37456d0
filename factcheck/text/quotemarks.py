"""Direct quotations as the quotation marks show them: which words stand between marks, and where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_LINE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_MARK: Final = re.compile(r"[\"“”„‟«»]")
# Which marks may close what a mark opened; German and Polish open low, and German books point guillemets
# inwards.
_CLOSERS: Final = {
    "“": "”\"", "”": "”", "„": "“”\"", "‟": "”\"", "«": "»", "»": "«»", '"': "\"”",
}  # fmt: skip
_ALWAYS_OPENS: Final = frozenset("“„‟")


@dataclass(frozen=True, slots=True)
class QuoteSpan:
    """The words between two marks. A quotation left open at a paragraph's end (it goes on below) is not closed."""

    start: int
    end: int
    is_closed: bool = True


def find_quotes(text: str) -> list[QuoteSpan]:
    """Return the quotations of ``text`` in order, without their marks; none crosses a line end, none overlaps."""
    return [span for line in _LINE.finditer(text) for span in _in_line(text, line.start(), line.end())]


def _in_line(text: str, start: int, end: int) -> Iterator[QuoteSpan]:
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, start, end):
        if opened is None:
            opened = mark if _can_open(text, mark, start, end) else None
        elif mark.group() in _CLOSERS[opened.group()] and not _reopens(text, mark, opened, end):
            yield from _span(text, opened.end(), mark.start(), is_closed=True)
            opened = None
        elif mark.group() in _ALWAYS_OPENS or mark.group() == opened.group():
            # A second opening without a close: the first was a slip of the pen.
            opened = mark
    if opened is not None:
        yield from _span(text, opened.end(), end, is_closed=False)


def _can_open(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    if mark.end() >= end:
        return False
    if mark.group() in _ALWAYS_OPENS:
        return True
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()]
    if mark.group() == "«":
        return True
    return not before.isalnum() and before not in ".,!?" and not after.isspace()


def _reopens(text: str, mark: re.Match[str], opened: re.Match[str], end: int) -> bool:
    """Tell whether a straight mark that could close the quotation stands where only an opening mark can."""
    if mark.group() != '"' or opened.group() != '"':
        return False
    follows_space = text[mark.start() - 1].isspace()
    return follows_space and mark.end() < end and text[mark.end()].isalnum()


def _span(text: str, start: int, end: int, *, is_closed: bool) -> Iterator[QuoteSpan]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if any(character.isalnum() for character in text[start:end]):
        yield QuoteSpan(start, end, is_closed)
