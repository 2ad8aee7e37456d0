"""Cut a text at its suggestions, so that a page can mark them in place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Span(Protocol):
    """A stretch of a text, in code points."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


S = TypeVar("S", bound=Span)


@dataclass(frozen=True)
class Piece(Generic[S]):
    """A stretch of text, and the span it is of, if any."""

    text: str
    span: S | None = None


def cut(text: str, spans: Iterable[S]) -> Iterator[Piece[S]]:
    """Yield ``text`` in pieces that join to the whole; a span inside an earlier one is not marked again.

    Args:
        text: the whole.
        spans: in the order of their starts; beyond the text they are cut off.
    """
    done = 0
    for span in spans:
        start, end = span.start, min(span.end, len(text))
        if start < done or start >= end:
            continue
        if start > done:
            yield Piece(text[done:start])
        yield Piece(text[start:end], span)
        done = end
    if done < len(text):
        yield Piece(text[done:])
