"""Sentence vectors: unit length, the same for the same text whatever stands beside it, and honest when missing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from factcheck.text import embeddings, model_cache


@pytest.mark.usefixtures("sentence_model")
def test_vectors_are_normalised_rows_in_order() -> None:
    vectors = embeddings.embed(["The bridge is closed.", "", "\ud800 odd", "word " * 3_000])
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


@pytest.mark.usefixtures("sentence_model")
def test_a_vector_depends_on_its_text_alone() -> None:
    alone = embeddings.embed(["The bridge is closed."])[0]
    embeddings._vectors.forget()
    beside = embeddings.embed(["A much longer sentence about flour, tolls and lorries.", "The bridge is closed."])[1]
    assert np.array_equal(alone, beside)


@pytest.mark.usefixtures("sentence_model")
def test_like_meanings_lie_closer_than_unlike_ones() -> None:
    claim, like, unlike = embeddings.embed(
        ["The bridge was shut.", "They closed the crossing over the river.", "Flour is made of wheat."]
    )
    assert claim @ like > claim @ unlike + 0.2


def test_no_texts_give_no_rows() -> None:
    assert embeddings.embed([]).shape == (0, 384)


@pytest.mark.usefixtures("no_sentence_model")
def test_a_missing_model_is_said_and_not_guessed() -> None:
    assert not embeddings.available()
    assert "not installed" in embeddings.unavailable_reason()
    with pytest.raises(model_cache.ModelUnavailable, match="not installed"):
        embeddings.embed(["words"])


def test_weights_other_than_the_published_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("model.safetensors", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"other")
    monkeypatch.setattr(model_cache, "weights_folder", lambda: tmp_path)
    with pytest.raises(model_cache.ModelUnavailable, match="not the published"):
        model_cache.ensure_model(tmp_path / "cache")
    assert not (tmp_path / "cache" / model_cache.FILE_NAME).exists()


def test_a_built_model_is_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / model_cache.FILE_NAME).write_bytes(b"built before")
    assert model_cache.ensure_model(tmp_path).read_bytes() == b"built before"


def test_a_cache_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(model_cache.ModelUnavailable, match="cannot be written"):
        model_cache.ensure_model(tmp_path / "file" / "cache")


def test_importing_the_package_loads_no_heavy_library() -> None:
    modules = ["suggestions", "quotations", "passages", "language", "ranking", "embeddings"]
    program = "import sys; " + "; ".join(f"import factcheck.text.{name}" for name in modules)
    program += (
        "; print([m for m in ('numpy', 'onnxruntime', 'onnx', 'bm25s', 'tokenizers', 'django') if m in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
