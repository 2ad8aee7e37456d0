"""What extraction gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

ALMOST_EMPTY_LETTERS = 200


@dataclass(frozen=True)
class Extracted:
    """The readable text of a document and what it says about itself; unknown fields are empty.

    Args:
        published_at: aware, UTC; midnight when the document gives only a day.
        published_at_source: where that date stood: json-ld, opengraph, meta, time, pdf, or htmldate for a guess.
        language: ISO 639-1 code of the text itself, not of what the markup claims.
        canonical_url: as the page names it, else where it was read.
    """

    text: str
    title: str = ""
    byline: str = ""
    publisher: str = ""
    published_at: datetime | None = None
    published_at_source: str = ""
    language: str = ""
    canonical_url: str = ""

    @cached_property
    def word_count(self) -> int:
        """Words between white space; meaningless for scripts that use none."""
        return len(self.text.split())

    @cached_property
    def is_almost_empty(self) -> bool:
        """True when there is too little text to work with: a scan, a script-only page, a consent wall."""
        return sum(character.isalnum() for character in self.text) < ALMOST_EMPTY_LETTERS
