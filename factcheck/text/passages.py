"""Passages of a document: one to three neighbouring sentences, short enough to be read and ranked as one thing."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.text.sentences import Sentence, split

MAX_CHARACTERS = 600
MAX_SENTENCES = 3
MIN_WORDS = 5


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """A half-open span of code points in the document's text."""

    start: int
    end: int


def split_passages(text: str) -> list[PassageSpan]:
    """Return the passages of ``text`` in order; they do not overlap and never cross a paragraph.

    Fragments of under five words (menus, bylines, captions' credits) are left out. A sentence too long for
    one passage is cut at white space.

    Raises:
        TextTooLong: over 200,000 words.
    """
    spans: list[PassageSpan] = []
    group: list[Sentence] = []
    for sentence in split(text):
        if group and not _fits(group, sentence):
            spans += _spans(text, group[0].start, group[-1].end)
            group = []
        group.append(sentence)
    if group:
        spans += _spans(text, group[0].start, group[-1].end)
    return spans


def _fits(group: list[Sentence], sentence: Sentence) -> bool:
    return (
        len(group) < MAX_SENTENCES
        and sentence.paragraph == group[0].paragraph
        and sentence.end - group[0].start <= MAX_CHARACTERS
    )


def _spans(text: str, start: int, end: int) -> list[PassageSpan]:
    spans = []
    while end - start > MAX_CHARACTERS:
        cut = text.rfind(" ", start + MAX_CHARACTERS // 2, start + MAX_CHARACTERS)
        cut = cut if cut > 0 else start + MAX_CHARACTERS
        spans.append(PassageSpan(start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    spans.append(PassageSpan(start, end))
    return [span for span in spans if len(text[span.start : span.end].split(maxsplit=MIN_WORDS)) >= MIN_WORDS]
