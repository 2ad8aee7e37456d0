"""Find a quotation in a text again: TextQuoteSelector of the W3C Web Annotation Data Model, section 4.2.4.

Pure. Offsets are code points.
"""

from __future__ import annotations

from dataclasses import dataclass

CONTEXT_CHARACTERS = 32


@dataclass(frozen=True)
class Anchor:
    """A span of a text with the selector that finds it again: ``text[start:end] == exact``."""

    start: int
    end: int
    exact: str
    prefix: str
    suffix: str


def anchor(text: str, *, exact: str, prefix: str = "", suffix: str = "") -> Anchor | None:
    """Return where ``exact`` stands in ``text``, or None when it does not, or the context given cannot tell where.

    Of several places the one counts whose surroundings agree with ``prefix`` and ``suffix`` over most characters; a
    tie is no answer, for a quotation must not be put into another mouth.
    """
    if not exact:
        return None
    found = sorted(
        ((_agreement(text, start, exact, prefix, suffix), start) for start in _places(text, exact)), reverse=True
    )
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    start = found[0][1]
    return at(text, start=start, end=start + len(exact))


def at(text: str, *, start: int, end: int) -> Anchor:
    """Return the anchor of ``text[start:end]`` with the context that stands around it.

    Raises:
        ValueError: the span is empty or outside the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no span {start}–{end} in a text of {len(text)} characters")
    prefix = text[max(0, start - CONTEXT_CHARACTERS) : start]
    return Anchor(start, end, text[start:end], prefix, text[end : end + CONTEXT_CHARACTERS])


PLACES_MAX = 1000


def _places(text: str, exact: str) -> list[int]:
    places: list[int] = []
    start = text.find(exact)
    while start >= 0 and len(places) < PLACES_MAX:
        places.append(start)
        start = text.find(exact, start + 1)
    return places


def _agreement(text: str, start: int, exact: str, prefix: str, suffix: str) -> int:
    before = text[max(0, start - len(prefix)) : start]
    after = text[start + len(exact) : start + len(exact) + len(suffix)]
    return _common(before[::-1], prefix[::-1]) + _common(after, suffix)


def _common(one: str, other: str) -> int:
    """Return how many characters the two begin with in common."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
