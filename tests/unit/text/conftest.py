"""The sentence model present and missing; a test's cache of vectors is its own."""

from __future__ import annotations

import pytest

from factcheck.text import embeddings


@pytest.fixture
def sentence_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the model from the folder configured for this process; it is built there once, as in production."""
    monkeypatch.setattr(embeddings, "_vectors", embeddings._Vectors(embeddings._vectors.settings))
    assert embeddings.available(), embeddings.unavailable_reason()  # its weights are locked like any requirement


@pytest.fixture
def no_sentence_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the package with the weights is not installed."""
    monkeypatch.setattr("factcheck.text.model_cache.PACKAGE", "no-such-package-of-weights")
    monkeypatch.setattr("factcheck.text.model_cache.FILE_NAME", "no-such-model.onnx")
    monkeypatch.setattr(embeddings, "_vectors", embeddings._Vectors(embeddings._vectors.settings))
