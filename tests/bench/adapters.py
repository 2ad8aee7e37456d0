"""Our library entry points in the shape that each ``run.py`` of the shared evaluation data calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from factcheck.text import checkworthiness, quotations, ranking

if TYPE_CHECKING:
    import numpy as np


def extract(text: str) -> list[dict[str, Any]]:
    """quote_attrib: the quotations of a text with their speakers."""
    return [
        {"start": quotation.start, "end": quotation.end, "speaker": quotation.speaker}
        for quotation in quotations.attribute(text)
    ]


def score(sentences: Sequence[Mapping[str, Any]]) -> list[float]:
    """check_worthy: one score a sentence of a transcript."""
    return checkworthiness.score(sentences)


def rank(claim: str, passages: Sequence[str]) -> list[float]:
    """evidence: one score a passage."""
    return ranking.rank(claim, passages)


def rank_pool(claims: Sequence[str], passages: Sequence[str]) -> np.ndarray:
    """evidence: scores of many claims over one pool."""
    return ranking.rank_pool(claims, passages)
