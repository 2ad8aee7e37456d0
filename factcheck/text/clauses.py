"""Who speaks in a sentence: cue verbs and the words that are their subject, read from tokens without a parser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from factcheck.text.cues import ACCORDING, MUTE_PAIRS, NOUN_LIKE, OTHER_PRONOUNS, PRONOUNS, SUBORDINATORS, is_cue
from factcheck.text.names import OFFICES, is_capitalised, runs
from factcheck.text.tokens import Token
from factcheck.text.wordlists import word_set

REACH = 16  # tokens between a subject and its verb

_BETWEEN: Final = word_set(
    """
    has have had is are was were been be also later then still once often never again repeatedly just
    even now already first recently not did do does would could will to went on has’nt further jokingly
    both simply й також уже також раніше уже также ранее też już również hat haben auch a ont ha han
    también
    """
)
_BOUNDARIES: Final = SUBORDINATORS | word_set(
    """
    and but that who which where or so how why what as than
    """
)
_COORDINATORS: Final = frozenset(["and", "but", "then", "or"])
_PREPOSITIONS: Final = word_set(
    """
    of for from at with in on by to about during outside near inside
    """
)
_OPENING_PREPOSITIONS: Final = _PREPOSITIONS | {"after", "before", "while", "when", "as", "following", "despite"}
_DETERMINERS: Final = word_set(
    """
    the a an one another some many several two three his her its their our my this that these those most
    """
)
_SPOKEN_OF: Final = word_set(
    """
    people officials official sources source aides aide critics experts expert researchers lawyers
    prosecutors police authorities analysts observers campaign report spokesman spokeswoman spokesperson
    team voters reporters organizers diplomats ministers lawmakers scientists doctors residents
    activists supporters opponents advisers statement government ministry commission agency company
    group newspaper administration committee survey poll study
    """
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The words that name who speaks. ``kind``: name, pronoun or noun."""

    kind: str
    words: tuple[str, ...]
    start: int


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue at a token of its sentence, with its subject."""

    at: int
    word: str
    subject: Subject
    is_inverted: bool
    is_subordinate: bool = False

    @property
    def is_label(self) -> bool:
        """Whether this is a mark ("NAME:") or "according to" and no verb."""
        return not self.word[0].isalpha() or " " in self.word


def cues(tokens: Sequence[Token]) -> Iterator[Cue]:
    """Yield the cues of a sentence that have a subject we can read, in order."""
    for index, token in enumerate(tokens):
        cue = _cue_at(tokens, index) if token.is_word else _mark_at(tokens, index)
        if cue is not None:
            yield cue


def _cue_at(tokens: Sequence[Token], index: int) -> Cue | None:
    word = tokens[index].text
    following = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
    if (word.lower(), following) == ACCORDING:
        subject = _ahead(tokens, index + 2)
        return Cue(index, f"{word} {following}", subject, is_inverted=True) if subject else None
    if not is_cue(word) or (word.lower(), following) in MUTE_PAIRS or _reads_as_noun(tokens, index):
        return None
    if _follows_quote(tokens, index):
        subject = _ahead(tokens, index + 1)
        if subject:
            return Cue(index, word, subject, is_inverted=True)
    subject = _behind(tokens, index)
    if subject is None:
        return None
    is_subordinate = _is_subordinate(tokens, subject.start) or _is_subordinate(tokens, index)
    return Cue(index, word, subject, is_inverted=False, is_subordinate=is_subordinate)


def _reads_as_noun(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether a word that could be a cue is a name ("United States") or a noun ("late-night tweets") here."""
    word = tokens[index].text
    before = tokens[index - 1] if index else None
    if is_capitalised(word):
        return before is None or before.quote < 0
    if word not in NOUN_LIKE or before is None or not before.is_word:
        return False
    names_somebody = is_capitalised(before.text) and not before.text.endswith(("'s", "’s", "s'", "s’"))
    return not (names_somebody or before.text.lower() in PRONOUNS or before.text in _BETWEEN or before.text == "who")


def _mark_at(tokens: Sequence[Token], index: int) -> Cue | None:
    """Read "NAME: words" and "words — Name" as a speaker's label."""
    mark = tokens[index].text
    if tokens[index].quote >= 0:
        return None
    if mark == ":" and 0 < index <= 4 and all(t.is_word and is_capitalised(t.text) for t in tokens[:index]):
        return Cue(index, mark, Subject("name", tuple(t.text for t in tokens[:index]), 0), is_inverted=False)
    if mark in "—–―" and index and tokens[index - 1].quote >= 0:
        rest = tokens[index + 1 :]
        if 0 < len(rest) <= REACH and is_capitalised(rest[0].text):
            subject = _ahead(tokens, index + 1)
            return Cue(index, mark, subject, is_inverted=True) if subject else None
    return None


def _follows_quote(tokens: Sequence[Token], index: int) -> bool:
    before = _skip_adverbs(tokens, index - 1)
    while before >= 0 and tokens[before].text in {",", "-", "–", "—"}:
        before -= 1
    return before >= 0 and tokens[before].quote >= 0


def _is_subordinate(tokens: Sequence[Token], start: int) -> bool:
    """Tell whether the clause whose subject starts at ``start`` only gives circumstances ("While X has said …")."""
    return start > 0 and tokens[start - 1].text.lower() in SUBORDINATORS


def _ahead(tokens: Sequence[Token], index: int) -> Subject | None:
    """Read the subject that begins at ``index``: "… said Ana Silva, a nurse"."""
    if index < len(tokens) and tokens[index].text.lower() in PRONOUNS:
        return Subject("pronoun", (tokens[index].text.lower(),), index)
    end = index
    while end < min(len(tokens), index + REACH) and tokens[end].is_word and not _bounds(tokens[end].text):
        end += 1
    return _noun_phrase(tokens, index, end, from_left=True)


def _behind(tokens: Sequence[Token], verb: int) -> Subject | None:
    """Read the subject left of the verb, past adverbs, auxiliaries, appositions and relative clauses."""
    last = _skip_adverbs(tokens, verb - 1)
    if last < 0:
        return None
    word = tokens[last].text.lower()
    if word in _COORDINATORS or tokens[verb].text.endswith("ing"):
        return _sentence_subject(tokens, last)
    if word in PRONOUNS and tokens[last].is_word:
        return Subject("pronoun", (word,), last)
    if word == "who":
        last = _skip_adverbs(tokens, last - 1)
        last -= last >= 0 and tokens[last].text == ","
    elif word in {",", ")", "—", "–"}:
        last = _before_parenthesis(tokens, last)
    if last < 0 or not tokens[last].is_word or tokens[last].text.lower() in OTHER_PRONOUNS:
        return None
    subject = _noun_phrase(tokens, _clause_start(tokens, last), last + 1, from_left=False)
    return _apposed_name(tokens, subject) or subject


def _apposed_name(tokens: Sequence[Token], subject: Subject | None) -> Subject | None:
    """Return the name that a description stands in apposition to: "Ana Silva, mayor of Portel, a nurse, said"."""
    if subject is None or subject.kind != "noun" or subject.start < 2 or tokens[subject.start - 1].text != ",":
        return None
    last = subject.start - 2
    if tokens[last].text == ")":
        last = _before_parenthesis(tokens, last)
    if last < 0 or not tokens[last].is_word or not is_capitalised(tokens[last].text):
        return None
    return _noun_phrase(tokens, _clause_start(tokens, last), last + 1, from_left=False)


def _sentence_subject(tokens: Sequence[Token], before: int) -> Subject | None:
    """Return the subject the sentence opens with, for a second verb: "Ana Silva rose and said", "…, saying"."""
    start = 0
    if tokens[0].is_word and tokens[0].text.lower() in _OPENING_PREPOSITIONS:
        commas = (index for index, token in enumerate(tokens[: min(before, 2 * REACH)]) if token.text == ",")
        start = next(commas, -1) + 1
    if tokens[start].is_word and tokens[start].text.lower() in PRONOUNS:
        return Subject("pronoun", (tokens[start].text.lower(),), start)
    end = start
    while end < min(before, start + REACH) and tokens[end].is_word and not _bounds(tokens[end].text):
        end += 1
    names = list(runs(tokens[start:end]))
    if names:
        first, stop = names[0]
        return Subject("name", tuple(token.text for token in tokens[start + first : start + stop]), start + first)
    return None


def _skip_adverbs(tokens: Sequence[Token], index: int) -> int:
    while index >= 0 and tokens[index].is_word:
        word = tokens[index].text.lower()
        if word not in _BETWEEN and not (word.endswith("ly") and len(word) > 4 and word.islower()):
            break
        index -= 1
    return index


def _before_parenthesis(tokens: Sequence[Token], index: int) -> int:
    """Return the index before an apposition that closes at ``index``, or -1."""
    opening = {")": "("}.get(tokens[index].text, tokens[index].text)
    for before in range(index - 1, max(-1, index - 2 * REACH), -1):
        if tokens[before].quote >= 0:
            return -1
        if tokens[before].text == opening:
            return before - 1
    return -1


def _clause_start(tokens: Sequence[Token], last: int) -> int:
    start = last
    while start > 0 and last - start < REACH:
        before = tokens[start - 1]
        if not before.is_word or is_cue(before.text):
            break
        if _bounds(before.text) and not _joins_names(tokens, start - 1):
            break
        start -= 1
    return start


def _bounds(word: str) -> bool:
    return word in _BOUNDARIES


def _joins_names(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the "and" at ``index`` joins two names, which speak together."""
    return (
        tokens[index].text == "and"
        and index > 0
        and is_capitalised(tokens[index - 1].text)
        and is_capitalised(tokens[index + 1].text)
    )


def _noun_phrase(tokens: Sequence[Token], start: int, end: int, *, from_left: bool) -> Subject | None:
    """Choose the head among ``tokens[start:end]``: a name, or a description with its names."""
    phrase = tokens[start:end]
    if not phrase:
        return None
    names = list(runs(phrase))
    described = _description_start(phrase, names)
    if described is not None:
        words = tuple(token.text for token in phrase[described:])
        return Subject("noun", words, start + described)
    if not names:
        return None
    first, stop = _head_name(phrase, names, from_left=from_left)
    return Subject("name", tuple(token.text for token in phrase[first:stop]), start)


def _head_name(phrase: Sequence[Token], names: list[tuple[int, int]], *, from_left: bool) -> tuple[int, int]:
    """Return the run that is the subject: "Silva at a rally in Rivertown" against "adviser to Silva Ana Costa"."""
    if from_left:
        return names[0] if len(names) == 1 or not _is_possessive(phrase, names[0]) else names[-1]
    for first, stop in names:
        before = phrase[first - 1].text.lower() if first else ""
        after = phrase[stop].text.lower() if stop < len(phrase) else ""
        if after in _PREPOSITIONS and before not in _PREPOSITIONS:
            return first, stop
    return names[-1]


def _is_possessive(phrase: Sequence[Token], name: tuple[int, int]) -> bool:
    return phrase[name[1] - 1].text.endswith(("'s", "’s"))


def _description_start(phrase: Sequence[Token], names: list[tuple[int, int]]) -> int | None:
    """Return where a description such as "a spokesman for Silva" begins; None when a name itself is the subject."""
    first_name = names[0][0] if names else len(phrase)
    for index, token in enumerate(phrase):
        word = token.text.lower()
        if word in _DETERMINERS:
            return index if _is_headed_by_noun(phrase, names, index) else None
        if word in _SPOKEN_OF or (word in OFFICES and token.text.islower()):
            is_last = index == len(phrase) - 1 or phrase[index + 1].text.lower() in _PREPOSITIONS
            if is_last:
                return min(first_name, index) if first_name <= index else index
    return None


def _is_headed_by_noun(phrase: Sequence[Token], names: list[tuple[int, int]], start: int) -> bool:
    """Tell whether the phrase from ``start`` names somebody by what they are and not by name at its end."""
    later = [name for name in names if name[1] > start + 1]
    if not later:
        return True
    first, stop = later[0]
    is_complement = any(token.text.lower() in _PREPOSITIONS for token in phrase[start:first])
    follows = phrase[stop].text.lower() if stop < len(phrase) else ""
    has_noun_after = bool(follows) and follows not in _PREPOSITIONS
    is_organisation = first == start + 1 and stop == len(phrase)
    return is_complement or has_noun_after or is_organisation
