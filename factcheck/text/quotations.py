"""Who said what: direct quotations and reported statements with their speakers, as far as the text itself
shows.

The reading is by rules: a cue verb, its subject, the fullest name the document gives for that subject. Where
the rules find nobody, the speaker is None: unknown rather than wrong.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from factcheck.text.clauses import Cue, Subject, cues
from factcheck.text.cues import STATING
from factcheck.text.names import OFFICES, People, bare, runs
from factcheck.text.quotemarks import QuoteSpan, find_quotes
from factcheck.text.sentences import Sentence, split
from factcheck.text.tokens import Token, tokenize

MIN_STATED_SHARE = 0.5
BESIDE = 3  # cues looked at on either side of a quotation

# A transcript inside quotation marks: "SILVA: We shall see".
_LABEL: Final = re.compile(r"([^\W\d_a-z][A-Z .'’-]{1,40}):\s")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words without their marks; ``speaker`` is the fullest name the text gives, None when unknown."""

    start: int
    end: int
    speaker: str | None
    cue: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A whole sentence that somebody other than the article states, quoted or reported."""

    start: int
    end: int
    speaker: str
    cue: str | None


@dataclass(frozen=True, slots=True)
class _Voice:
    """A speaker as resolved, and the cue that told."""

    speaker: str | None
    cue: str | None


@dataclass(frozen=True)
class _Unit:
    """Sentences that a quotation ties together, read as one."""

    sentences: tuple[Sentence, ...]
    quotes: tuple[tuple[int, QuoteSpan], ...]
    tokens: tuple[Token, ...]

    @property
    def paragraph(self) -> int:
        return self.sentences[0].paragraph


def attribute(text: str) -> list[Quotation]:
    """Return the direct quotations of ``text`` in order, each with its speaker.

    Raises:
        TextTooLong: over 200,000 words.
    """
    return _read(text)[0]


def statements(text: str) -> list[Statement]:
    """Return the sentences of ``text`` that report or quote somebody, in order; the rest is the article's
    own voice.

    Raises:
        TextTooLong: over 200,000 words.
    """
    return _read(text)[1]


def _read(text: str) -> tuple[list[Quotation], list[Statement]]:
    quotes = find_quotes(text)
    units = list(_units(text, split(text), quotes))
    reader = _Reader(People([unit.tokens for unit in units]))
    voices: dict[int, _Voice] = {}
    found: list[Statement] = []
    for unit in units:
        heard = reader.read(unit)
        voices.update(heard)
        found += _statements(unit, heard, reader.stated)
    unknown = _Voice(None, None)
    attributed = [
        Quotation(quote.start, quote.end, voice.speaker, voice.cue)
        for index, quote in enumerate(quotes)
        for voice in [voices.get(index, unknown)]
    ]
    return attributed, found


def _units(text: str, sentences: Sequence[Sentence], quotes: Sequence[QuoteSpan]) -> Iterator[_Unit]:
    at = 0
    group: list[Sentence] = []
    for position, sentence in enumerate(sentences):
        group.append(sentence)
        following = sentences[position + 1] if position + 1 < len(sentences) else None
        inside = at
        while inside < len(quotes) and quotes[inside].end <= sentence.end:
            inside += 1
        is_torn = inside < len(quotes) and quotes[inside].start < sentence.end
        if is_torn and following and following.paragraph == sentence.paragraph:
            continue
        held = [(index, quotes[index]) for index in range(at, inside) if quotes[index].start >= group[0].start]
        start, end = group[0].start, group[-1].end
        yield _Unit(tuple(group), tuple(held), tuple(tokenize(text, start, end, held)))
        at, group = inside, []


def _statements(unit: _Unit, heard: dict[int, _Voice], stated: _Voice | None) -> Iterator[Statement]:
    """Yield the sentences that have a voice: the one reported, or that of the words they quote."""
    for sentence in unit.sentences:
        quoted = _quoted_voice(sentence, unit.quotes, heard)
        voice = stated if stated and stated.speaker else quoted
        if voice and voice.speaker:
            yield Statement(sentence.start, sentence.end, voice.speaker, voice.cue)


def _quoted_voice(
    sentence: Sentence, quotes: Sequence[tuple[int, QuoteSpan]], heard: dict[int, _Voice]
) -> _Voice | None:
    """Return the voice of the quotations that make up most of the sentence."""
    for index, quote in quotes:
        shared = min(sentence.end, quote.end) - max(sentence.start, quote.start)
        if shared >= MIN_STATED_SHARE * (sentence.end - sentence.start):
            return heard.get(index)
    return None


class _Reader:
    """Reads units in order and remembers who spoke last and who was named last."""

    def __init__(self, people: People) -> None:
        self._people = people
        self._paragraph = -1
        self._speaking: _Voice | None = None
        self._carried: _Voice | None = None
        self._person: str | None = None
        self.stated: _Voice | None = None

    def read(self, unit: _Unit) -> dict[int, _Voice]:
        """Return the voice of each quotation of the unit; ``stated`` is then that of the unit's own words."""
        if unit.paragraph != self._paragraph:
            self._paragraph, self._carried, self._speaking = unit.paragraph, self._speaking, None
        found = list(cues(unit.tokens))
        resolved = {cue.at: self._voice(cue) for cue in found}
        self.stated = _stated(found, resolved)
        heard = {
            token.quote: self._heard(unit, at, found, resolved)
            for at, token in enumerate(unit.tokens)
            if token.quote >= 0
        }
        self._remember(unit, heard)
        return heard

    def _voice(self, cue: Cue) -> _Voice:
        return _Voice(self._resolve(cue.subject), cue.word)

    def _resolve(self, subject: Subject) -> str | None:
        """Return who the subject is; a resolved person becomes the one that later pronouns mean."""
        if subject.kind == "pronoun":
            return self._person
        if subject.kind == "name":
            name = self._people.fullest(subject.words)
            if self._people.is_person(subject.words):
                self._person = name
            return name
        office = bare(subject.words[-1]).lower()
        if office in OFFICES and subject.words[0].lower() == "the":
            holder = self._people.holder(office)
            if holder:
                self._person = holder
                return holder
        return " ".join(subject.words)

    def _heard(self, unit: _Unit, at: int, found: list[Cue], resolved: dict[int, _Voice]) -> _Voice:
        """Return the voice of the quotation at token ``at``: that of the nearest cue, or whoever was speaking."""
        label = _LABEL.match(unit.tokens[at].text)
        if label:
            return _Voice(label.group(1), ":")
        after = bisect_left(found, at, key=lambda cue: cue.at)
        beside = found[max(0, after - BESIDE) : after + BESIDE]  # others are too far away to matter
        nearest = min(beside, key=lambda cue: _distance(unit.tokens, at, cue), default=None)
        if nearest is not None:
            return resolved[nearest.at]
        if unit.tokens[0].quote >= 0:
            carried = self._speaking or self._carried
            return carried or _Voice(None, None)
        return self._fragment(unit)

    def _fragment(self, unit: _Unit) -> _Voice:
        """Return whose words a sentence quotes in passing: those of the person it is about."""
        subject = self._first_person(unit)
        if subject:
            return _Voice(subject, None)
        if any(token.text.lower() in {"he", "she"} for token in unit.tokens if token.is_word):
            return _Voice(self._person, None)
        return self._speaking or _Voice(None, None)

    def _first_person(self, unit: _Unit) -> str | None:
        for start, end in runs(unit.tokens):
            words = [token.text for token in unit.tokens[start:end]]
            if self._people.is_person(words) and not words[-1].endswith(("'s", "’s")):
                return self._people.fullest(words)
        return None

    def _remember(self, unit: _Unit, heard: dict[int, _Voice]) -> None:
        voices = [voice for voice in heard.values() if voice.speaker]
        if voices:
            self._speaking = voices[-1]
        elif self.stated:
            self._speaking = self.stated
        else:
            person = self._first_person(unit)
            if person:
                self._person = person


def _distance(tokens: Sequence[Token], at: int, cue: Cue) -> int:
    """Return how far a cue is from the quotation at token ``at``, shorter where punctuation ties them together."""
    if cue.at > at:
        tied = tokens[at].text[-1] in ",?!" or (at + 1 < len(tokens) and tokens[at + 1].text == ",")
        return cue.at - at - (6 if tied else 0)
    before = tokens[at - 1].text
    return at - cue.at - (6 if before in {",", ":", "that"} or at - 1 == cue.at else 0)


def _stated(found: Sequence[Cue], resolved: Mapping[int, _Voice]) -> _Voice | None:
    """Return the voice of the first main clause that states something."""
    for cue in found:
        is_stating = cue.word.lower() in STATING or cue.is_label
        if is_stating and not cue.is_subordinate and resolved[cue.at].speaker:
            return resolved[cue.at]
    return None
