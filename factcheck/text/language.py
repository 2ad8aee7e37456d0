"""The language of a text, and the PostgreSQL text search configuration that reads it."""

from __future__ import annotations

import threading
from functools import cache
from typing import Any, Final

MIN_LETTERS = 12
MIN_PROBABILITY = 0.6
SAMPLE_CHARACTERS = 4_000

# PostgreSQL ships no configuration for Ukrainian or Polish (docs of PostgreSQL, chapter 12.6, dictionaries).
_CONFIGURATIONS: Final = {"en": "english", "ru": "russian", "de": "german", "fr": "french", "es": "spanish"}

_lock = threading.Lock()


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language; None when it is too short or too mixed to tell."""
    sample = text[:SAMPLE_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    if sum(character.isalpha() for character in sample) < MIN_LETTERS:
        return None
    with _lock:
        code, probability = _identifier().classify(sample)
    return str(code) if probability >= MIN_PROBABILITY else None


def search_config(language: str | None) -> str:
    """Return the text search configuration for an ISO 639-1 code (``uk-UA`` counts as ``uk``)."""
    return _CONFIGURATIONS.get((language or "").lower().replace("_", "-").split("-")[0], "simple")
