"""The claims a machine finds in an article: sentences worth checking, each with who states it."""

from __future__ import annotations

from dataclasses import dataclass

from factcheck.text.checkworthiness import assess
from factcheck.text.quotations import statements
from factcheck.text.sentences import split

# Below the threshold of 0.5 on purpose: a desk dismisses a weak suggestion faster than it finds a missed
# claim.
MIN_SCORE = 0.4
MIN_WORDS = 5


@dataclass(frozen=True, slots=True)
class SuggestedClaim:
    """A sentence that may be a claim. ``claimant`` is None when the article itself says it."""

    start: int
    end: int
    quote: str
    claimant: str | None
    cue: str | None
    score: float
    reasons: tuple[str, ...]


def find_claims(text: str) -> list[SuggestedClaim]:
    """Return the claims found in ``text``, in its order; ``text[start:end] == quote``. Headings are left out.

    Raises:
        TextTooLong: over 200,000 words.
    """
    voices = {statement.start: statement for statement in statements(text)}
    found = []
    for sentence in split(text):
        if sentence.is_heading or len(sentence.text.split(maxsplit=MIN_WORDS)) < MIN_WORDS:
            continue
        assessed = assess(sentence.text)
        if assessed.score < MIN_SCORE:
            continue
        voice = voices.get(sentence.start)
        speaker, cue = (voice.speaker, voice.cue) if voice else (None, None)
        found.append(
            SuggestedClaim(
                start=sentence.start,
                end=sentence.end,
                quote=sentence.text,
                claimant=speaker,
                cue=cue,
                score=assessed.score,
                reasons=assessed.reasons,
            )
        )
    return found
