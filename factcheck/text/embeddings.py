"""Sentence vectors from all-MiniLM-L6-v2 on ONNX int8, loaded once a process. It may be missing.

Texts are run one at a time: dynamic int8 scales activations over a whole batch, so in a batch the vector of
a text would depend on its neighbours (docs/adr/0002-sentence-model-without-torch.md). A vector here depends
on its text alone.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from factcheck.text.model_cache import MODEL_NAME, ModelUnavailable, ensure_model, weights_folder

if TYPE_CHECKING:
    import numpy as np

DIMENSIONS = 384
MAX_TOKENS = 256
# A text of 256 tokens has far fewer characters than this; the rest would only be tokenised to be cut off.
MAX_CHARACTERS = 4_000
CACHED_VECTORS = 20_000  # 1.5 KB each


@dataclass(frozen=True)
class _Settings:
    cache: Path | None = None
    threads: int = 1


class _Model:
    """A loaded tokenizer and session. Both may be used by several threads."""

    def __init__(self, settings: _Settings) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError as error:
            raise ModelUnavailable(f"the package {error.name} is not installed") from error
        path = ensure_model(settings.cache or default_cache())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = settings.threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(weights_folder() / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)

    def vector(self, text: str) -> Any:
        import numpy as np

        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        return self._session.run(["embedding"], feed)[0][0]


class _Vectors:
    """The process's model and its bounded cache of vectors by text hash, least recently used out first."""

    def __init__(self, settings: _Settings) -> None:
        self.reset(settings)

    def reset(self, settings: _Settings) -> None:
        self._lock = threading.Lock()
        self.settings = settings
        self._model: _Model | None = None
        self._reason = ""
        self._cache: OrderedDict[bytes, Any] = OrderedDict()

    def forget(self) -> None:
        """Start afresh with the same settings, as a forked child must."""
        self.reset(self.settings)

    def model(self) -> _Model:
        with self._lock:
            if self._reason:
                raise ModelUnavailable(self._reason)
            if self._model is None:
                try:
                    self._model = _Model(self.settings)
                except ModelUnavailable as error:
                    self._reason = str(error)
                    raise
            return self._model

    def get(self, text: str) -> Any:
        text = text.encode("utf-8", "replace").decode("utf-8")[:MAX_CHARACTERS]  # lone surrogates cannot be tokenised
        key = hashlib.blake2b(text.encode(), digest_size=16).digest()
        with self._lock:
            if key in self._cache:
                self._cache.move_to_end(key)
                return self._cache[key]
        vector = self.model().vector(text)
        with self._lock:
            self._cache[key] = vector
            if len(self._cache) > CACHED_VECTORS:
                self._cache.popitem(last=False)
        return vector


_vectors = _Vectors(_Settings())
# A forked child must inherit neither a lock that another thread held nor a session whose threads are gone.
os.register_at_fork(after_in_child=_vectors.forget)


def configure(path: str | Path | None, threads: int = 1) -> None:
    """Set the folder in which the built model is kept, and the threads one run may use. Loads nothing yet."""
    _vectors.reset(_Settings(Path(path) if path is not None else None, threads))


def default_cache() -> Path:
    """Return the folder used when none was configured: the user's own cache.

    Source: XDG Base Directory Specification.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "factcheck" / "models"


def model_name() -> str:
    """Return the name and version to store beside whatever was computed with the vectors."""
    return MODEL_NAME


def available() -> bool:
    """Tell whether vectors can be had, loading (and the first time building) the model to find out."""
    return unavailable_reason() == ""


def unavailable_reason() -> str:
    """Return why there are no vectors, or the empty string when there are."""
    try:
        _vectors.model()
    except ModelUnavailable as error:
        return str(error)
    return ""


def embed(texts: Sequence[str]) -> np.ndarray:
    """Return one L2-normalised float32 row of 384 numbers for each text, in order; the same text gives the
    same row.

    Raises:
        ModelUnavailable: see ``unavailable_reason``.
    """
    import numpy as np

    rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    for index, text in enumerate(texts):
        rows[index] = _vectors.get(text)
    return rows
