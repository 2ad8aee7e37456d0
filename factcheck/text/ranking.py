"""How much each passage matters to a claim: mostly meaning (cosine of vectors), a little shared words (BM25).

The blend 0.9 · cosine + 0.1 · BM25 was the best measured for political claims; without the sentence model
the words alone decide. Every rank comes with what spoke for it.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from factcheck.text import embeddings
from factcheck.text.wordlists import word_set

if TYPE_CHECKING:
    import numpy as np

SEMANTIC_WEIGHT = 0.9
LEXICAL_WEIGHT = 0.1
LEXICAL_MODEL = "bm25-1"
MAX_WORDS = 2_000
MAX_MATCHED_WORDS = 12

_WORD: Final = re.compile(r"\w+(?:['’]\w+)*")
_POSSESSIVE: Final = re.compile(r"['’]s?\Z")
_STOP_WORDS: Final = word_set(
    """
    a an and are as at be been but by can could did do does for from had has have he her his i if in
    into is it its may more not of on or our she so some such than that the their them then there these
    they this those to was we were what when which who will with would you your
    """
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """The score of one passage and why. ``semantic`` is None when the sentence model was not used."""

    score: float
    lexical: float
    semantic: float | None
    matched_words: tuple[str, ...]
    reasons: tuple[str, ...] = field(default=())
    model: str = LEXICAL_MODEL


def rank(claim: str, passages: Sequence[str]) -> list[float]:
    """Return one score a passage, higher matters more; blank passages score 0."""
    return [float(score) for score in rank_pool([claim], passages)[0]]


def rank_pool(claims: Sequence[str], passages: Sequence[str]) -> np.ndarray:
    """Return scores of shape (claims, passages); each passage is embedded once."""
    lexical = _lexical(claims, passages)
    semantic = _semantic(claims, passages)
    return lexical if semantic is None else _blend(lexical, semantic)


def rank_with_reasons(claim: str, passages: Sequence[str]) -> list[Ranked]:
    """Return for each passage, in the order given, its score and reasons a person can read."""
    lexical = _lexical([claim], passages)[0]
    vectors = _semantic([claim], passages)
    claim_words = list(dict.fromkeys(_words(claim)))
    ranked = []
    for index, passage in enumerate(passages):
        present = set(_words(passage))
        matched = tuple(word for word in claim_words if word in present)[:MAX_MATCHED_WORDS]
        semantic = None if vectors is None else float(vectors[0][index])
        ranked.append(_explained(float(lexical[index]), semantic, matched))
    return ranked


def _explained(lexical: float, semantic: float | None, matched: tuple[str, ...]) -> Ranked:
    reasons = [f"shares the words: {', '.join(matched)}" if matched else "shares no word with the claim"]
    if semantic is None:
        return Ranked(lexical, lexical, None, matched, tuple(reasons))
    closeness = "very close" if semantic >= 0.7 else "close" if semantic >= 0.5 else "loosely related"
    reasons.append(f"{closeness if semantic >= 0.3 else 'far'} in meaning (similarity {semantic:.2f})")
    score = SEMANTIC_WEIGHT * semantic + LEXICAL_WEIGHT * lexical
    return Ranked(score, lexical, semantic, matched, tuple(reasons), f"{embeddings.model_name()}+{LEXICAL_MODEL}")


def _blend(lexical: np.ndarray, semantic: np.ndarray) -> np.ndarray:
    return SEMANTIC_WEIGHT * semantic + LEXICAL_WEIGHT * lexical


def _words(text: str) -> list[str]:
    words: Iterable[str] = (_POSSESSIVE.sub("", match.group()).casefold() for match in _WORD.finditer(text))
    return [word for word in words if word and word not in _STOP_WORDS][:MAX_WORDS]


def _lexical(claims: Sequence[str], passages: Sequence[str]) -> np.ndarray:
    """Return BM25 scores from 0 to 1: a claim's best passage has 1, one without a shared word 0."""
    import numpy as np

    scores = np.zeros((len(claims), len(passages)), dtype=np.float64)
    tokens = [_words(passage) for passage in passages]
    if not any(tokens):
        return scores
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)  # it reports every index it builds
    index = bm25s.BM25(method="lucene")
    index.index(tokens, show_progress=False)
    vocabulary = index.vocab_dict
    for row, claim in enumerate(claims):
        known = [word for word in dict.fromkeys(_words(claim)) if word in vocabulary]
        if known:
            found = np.asarray(index.get_scores(known), dtype=np.float64)
            scores[row] = found / max(float(found.max()), 1e-9)
    return scores


def _semantic(claims: Sequence[str], passages: Sequence[str]) -> np.ndarray | None:
    if not claims or not passages or not embeddings.available():
        return None
    import numpy as np

    filled = np.array([bool(passage.strip()) for passage in passages])
    vectors = embeddings.embed(passages).astype(np.float64)
    # One product a claim: a claim's scores then do not depend, in the last bit, on how many claims are asked.
    cosines = np.stack([vectors @ vector for vector in embeddings.embed(claims).astype(np.float64)])
    return np.where(filled[None, :], np.clip(cosines, 0.0, 1.0), 0.0)
