"""The size of text this package takes, and the error that says so."""

from __future__ import annotations

import re
from itertools import islice

MAX_WORDS = 200_000

_WORD = re.compile(r"\S+")


class TextTooLong(ValueError):
    """The text has more words than this package reads in one go."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"The text is longer than {limit:,} words.")


def require_size(text: str, limit: int = MAX_WORDS) -> None:
    """Return if ``text`` has at most ``limit`` words.

    Raises:
        TextTooLong: naming the limit. Counting stops there, so a huge text costs no more than the limit.
    """
    if len(text) < 2 * limit:  # a word and the space after it are two characters
        return
    if next(islice(_WORD.finditer(text), limit, None), None) is not None:
        raise TextTooLong(limit)
