"""How much a sentence wants checking: a small linear score over features that a person can read.

The weights were chosen by hand, with an eye to how often each feature stands on either side of public development data;
none was fitted. A score of 0.5 or more means worth checking. What spoke for and against a sentence is in ``explain``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from factcheck.text.features import FEATURES

MAX_CHARACTERS = 5_000  # of one sentence; more adds nothing to what its features tell
BIAS: Final = -1.4
FRAGMENT_WORDS = 5
SHORT_WORDS = 8
FULL_WORDS = 12


@dataclass(frozen=True, slots=True)
class Assessment:
    """A score between 0 and 1 and the reasons for it, strongest first; ``+`` speaks for checking, ``-`` against."""

    score: float
    reasons: tuple[str, ...]


def assess(text: str) -> Assessment:
    """Return the score of one sentence and its reasons."""
    text = text[:MAX_CHARACTERS]
    parts = [(feature.weight * hits, feature.reason) for feature in FEATURES if (hits := feature.hits(text))]
    parts += _form(text)
    total = BIAS + sum(weight for weight, _ in parts)
    ordered = sorted(parts, key=lambda part: -abs(part[0]))
    reasons = tuple(f"{'+' if weight > 0 else '-'} {reason}" for weight, reason in ordered)
    return Assessment(1.0 / (1.0 + math.exp(-total)), reasons)


def score(sentences: Sequence[Mapping[str, Any]]) -> list[float]:
    """Return a score 0..1 for each of ``{text, speaker?, doc?, line?}``, in document order; 0.5 is the threshold."""
    return [assess(str(sentence["text"])).score for sentence in sentences]


def explain(sentence: str) -> list[str]:
    """Return what speaks for (``+``) and against (``-``) checking the sentence, strongest first."""
    return list(assess(sentence).reasons)


def _form(text: str) -> list[tuple[float, str]]:
    """Return what the length of the sentence tells."""
    words = len(text.split())
    if words < FRAGMENT_WORDS:
        return [(-2.0, "is too short to state much")]
    if words < SHORT_WORDS:
        return [(-0.6, "is short")]
    return [(0.5, "is long enough to state something")] if words >= FULL_WORDS else []
