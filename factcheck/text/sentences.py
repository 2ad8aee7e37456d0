"""Sentences of a text with exact offsets.

Offsets are code points into the text as given, so ``text[s.start:s.end] == s.text`` always holds. Every
character that is not white space lies in exactly one sentence. Each character is looked at a bounded number
of times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from factcheck.text.abbreviations import BEFORE_NAME, GERMAN_MONTHS, MAY_CLOSE, SENTENCE_OPENERS
from factcheck.text.cues import is_cue
from factcheck.text.limits import require_size

HEADING_WORDS = 12
LOOK_BACK = 40

_LINE: Final = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BREAK: Final = re.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Possessive repeats: a run of marks is read once, never re-read by backtracking.
# French sets a space before its closing guillemet; German books point guillemets inwards.
_STOP: Final = re.compile(r"[.!?…؟।。！？｡]++[\"'”’»«“)\]}›‹」』]*+(?:[ \xa0\u202f]»(?=\s|[,.]|\Z))?+")
_FULL_WIDTH: Final = "。！？｡।"
_OPENERS: Final = "\"'“”„«»‘‚‹([{「『¿¡—–―-*•  "
_CLOSING_QUOTES: Final = "\"”’»«“'"
_DASHES: Final = ("—", "–", "―")
_NEXT_WORDS: Final = re.compile(r"[^\W\d_][\w'’.-]*")
_INITIALS: Final = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]\Z")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``paragraph`` counts from 0, and a heading is a short line of its own without a full stop."""

    start: int
    end: int
    text: str
    paragraph: int = 0
    is_heading: bool = False


def split(text: str) -> list[Sentence]:
    """Return the sentences of ``text`` in order, without the white space around them.

    Raises:
        TextTooLong: over 200,000 words.
    """
    require_size(text)
    found = []
    for paragraph, (start, end) in enumerate(_paragraphs(text)):
        cuts = list(_sentence_spans(text, start, end))
        is_heading = len(cuts) == 1 and _looks_like_heading(text[start:end])
        found += [Sentence(a, b, text[a:b], paragraph, is_heading) for a, b in cuts]
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield spans that no sentence crosses: lines, and hard-wrapped lines joined again."""
    for block in _blocks(text):
        is_wrapped = _is_hard_wrapped([end - start for start, end in block])
        start, end = block[0]
        for following in block[1:]:
            if _runs_on(text, end, following[0], is_wrapped=is_wrapped):
                end = following[1]
                continue
            yield start, end
            start, end = following
        yield start, end


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the trimmed lines between blank lines, as spans."""
    block: list[tuple[int, int]] = []
    previous_end = 0
    for line in _LINE.finditer(text):
        start, end = _trim(text, line.start(), line.end())
        is_apart = len(_BREAK.findall(text, previous_end, line.start())) > 1
        previous_end = line.end()
        if block and (is_apart or start == end):
            yield block
            block = []
        if start < end:
            block.append((start, end))
    if block:
        yield block


def _is_hard_wrapped(lengths: list[int]) -> bool:
    return len(lengths) >= 3 and max(lengths) <= 100 and min(lengths[:-1]) >= 45


def _runs_on(text: str, end: int, next_start: int, *, is_wrapped: bool) -> bool:
    last = text[end - 1]
    if text[next_start].islower():
        return last not in ".!?…:"
    return is_wrapped and last not in "!?:"


def _looks_like_heading(line: str) -> bool:
    return line[-1] not in '.!?…:;,"”»' and len(line.split(maxsplit=HEADING_WORDS)) <= HEADING_WORDS


def _sentence_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in _STOP.finditer(text, start, end):
        if stop.end() < end and _ends_sentence(text, stop, begin, end):
            yield begin, stop.end()
            begin = _trim(text, stop.end(), end)[0]
    if begin < end:
        yield begin, end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _ends_sentence(text: str, stop: re.Match[str], begin: int, end: int) -> bool:
    """Tell whether the marks at ``stop``, which are not the last of their paragraph, close a sentence."""
    marks = stop.group()
    if not text[stop.end()].isspace():
        return marks[0] in _FULL_WIDTH
    ahead = text[stop.end() : min(end, stop.end() + 2 * LOOK_BACK)]
    following = ahead.lstrip().lstrip(_OPENERS)
    if following[:1].islower():
        return False
    if marks[-1] in _CLOSING_QUOTES and (ahead.lstrip()[:1] in _DASHES or _opens_with_cue(marks, following)):
        return False
    if marks[0] == "." and "." not in marks[1:]:
        return _full_stop_closes(text, stop.start(), begin, following)
    return True


def _opens_with_cue(marks: str, following: str) -> bool:
    """Tell whether the text after a closing quote says who spoke: "Ana Silva told reporters"."""
    if marks[0] == ".":
        return False
    words = [word.group().rstrip(".") for word in _NEXT_WORDS.finditer(following)][:4]
    return any(is_cue(word) for word in words[1:] if word.islower())


def _full_stop_closes(text: str, dot: int, begin: int, following: str) -> bool:
    back = text[max(begin, dot - LOOK_BACK) : dot]
    token = back.split()[-1].lstrip(_OPENERS) if back.split() else ""
    next_word = following.split(maxsplit=1)[0].strip(_OPENERS + ".,;:!?") if following.strip() else ""
    if token.isdigit():
        is_list_mark = text[begin:dot].strip() == token
        return not is_list_mark and not (len(token) <= 2 and next_word in GERMAN_MONTHS)
    lowered = token.lower()
    if lowered in BEFORE_NAME:
        return False
    if lowered in MAY_CLOSE or _INITIALS.match(token):
        return next_word in SENTENCE_OPENERS and not (len(next_word) == 1 and following[1:2] == ".")
    return True
