"""Words and marks of a sentence, each quotation folded into one token: clauses are read around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from factcheck.text.quotemarks import QuoteSpan

_TOKEN: Final = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Gen|Col|Lt|Capt|Prof|Rev|St|Jr|Sr)\."
    r"|(?:[^\W\d_]\.)+(?!\w)"
    r"|\w+(?:[-'’.&]\w+)*+"
    r"|[^\w\s]"
)
_MARKS: Final = '"“”„‟«»'


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a whole quotation (``quote`` is then its index, otherwise -1)."""

    start: int
    end: int
    text: str
    quote: int = -1

    @property
    def is_word(self) -> bool:
        return self.quote < 0 and (self.text[0].isalnum() or self.text[0] == "_")


def tokenize(text: str, start: int, end: int, quotes: Sequence[tuple[int, QuoteSpan]] = ()) -> list[Token]:
    """Return the tokens of ``text[start:end]``; ``quotes`` are its quotations with their indices."""
    tokens: list[Token] = []
    for index, quote in quotes:
        tokens += _plain(text, start, quote.start)
        tokens.append(Token(quote.start, quote.end, text[quote.start : quote.end], index))
        start = quote.end
    return tokens + _plain(text, start, end)


def _plain(text: str, start: int, end: int) -> list[Token]:
    found = (Token(match.start(), match.end(), match.group()) for match in _TOKEN.finditer(text, start, end))
    return [token for token in found if token.text not in _MARKS]
