"""Choose the words of a query that a provider shall look for, and find documents that share them.

A whole claim makes a poor query: engines that require every word find nothing (docs/how-to/add-a-provider.md has the
figures). So a provider gets the few words that carry the topic, and joins them as its engine wants.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from factcheck.sources.providers.base import Found, Query
from factcheck.sources.providers.stopwords import EVERY_STOPWORD, STOPWORDS

MOST_WORDS = 12
MOST_QUERY_CHARACTERS = 250
MAX_READ_CHARACTERS = 2000
MAX_WORD_CHARACTERS = 40
STEM_CHARACTERS = 5
_OPERATORS = {"and", "near", "not", "or"}

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def words_of(query: Query, *, most: int = MOST_WORDS, room: int = MOST_QUERY_CHARACTERS) -> list[str]:
    """Return the words of the query that carry its topic, in lower case and in the order of the text.

    Names, abbreviations and numbers come before other words, long words before short ones, when not all have room.
    Operators of query languages cannot pass: only letters and digits are left.

    Args:
        most: so many words at most.
        room: characters the words may take with one space between them.
    """
    chosen: list[str] = []
    left = room
    for word in _by_weight(query):
        if len(chosen) == most:
            break
        cost = len(word) + (1 if chosen else 0)
        if cost <= left:
            chosen.append(word)
            left -= cost
    spoken = _spoken(query.text)
    return sorted(chosen, key=spoken.index)


def _spoken(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text[:MAX_READ_CHARACTERS])]


def _by_weight(query: Query) -> list[str]:
    text = query.text[:MAX_READ_CHARACTERS]
    idle = STOPWORDS.get(query.language[:2].lower(), EVERY_STOPWORD)
    capitals_tell = text != text.upper()
    weights: dict[str, tuple[int, int]] = {}
    for match in _WORD.finditer(text):
        spoken = match.group()
        word = spoken.lower()
        is_abbreviation = capitals_tell and len(spoken) > 1 and spoken.isupper()
        is_idle = len(word) < 2 or word in _OPERATORS or (word in idle and not is_abbreviation)
        if is_idle or len(word) > MAX_WORD_CHARACTERS:
            continue
        is_name = capitals_tell and (is_abbreviation or (spoken[0].isupper() and match.start() > 0))
        weight = (int(is_name or any(letter.isdigit() for letter in word)), len(word))
        weights[word] = max(weight, weights.get(word, weight))
    return sorted(weights, key=lambda word: weights[word], reverse=True)


def stems_of(text: str) -> frozenset[str]:
    """Return the first letters of each word: inflected forms of a word mostly share them, in any language."""
    return frozenset(word[:STEM_CHARACTERS] for word in _spoken(text))


def slug_words(url: str) -> str:
    """Return the words of a URL's path: newsrooms put the headline there."""
    path = unquote(urlsplit(url).path).rsplit(".", 1)[0]
    return " ".join(_WORD.findall(path[:MAX_READ_CHARACTERS]))


class _Shared(NamedTuple):
    found: Found
    stems: frozenset[str]


def closest(query: Query, documents: Iterable[Found]) -> list[Found]:
    """Return the documents of the window that share most with the query, best first, one a URL.

    At least two words must be shared (one, when the query has but one); words rare among the documents count more.
    """
    wanted = frozenset(word[:STEM_CHARACTERS] for word in words_of(query))
    needed = min(2, len(wanted))
    shared: dict[str, _Shared] = {}
    how_many, frequency = 0, Counter[str]()
    for found in documents:
        how_many += 1
        stems = wanted & stems_of(f"{found.title} {slug_words(found.url)} {found.snippet}")
        frequency.update(stems)
        if needed and len(stems) >= needed and query.covers(found.published_at):
            shared.setdefault(found.url, _Shared(found, stems))

    def score(candidate: _Shared) -> float:
        return sum(math.log(1 + how_many / frequency[stem]) for stem in candidate.stems)

    ranked = sorted(shared.values(), key=score, reverse=True)
    return [candidate.found for candidate in ranked[: query.limit]]
