"""The ONNX graph of all-MiniLM-L6-v2, built from its published weights.

The graph is BERT with six layers, mean pooling over the attention mask and L2 normalisation, as the model's
own configuration says. Writing it with the ``onnx`` package alone spares installations a 5 GB deep-learning
framework.

Source: docs/adr/0002-sentence-model-without-torch.md; Devlin et al. 2019 (BERT); the safetensors format
description.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
HIDDEN = 384
HEADS = 12
LAYERS = 6
EPSILON = 1e-12
MAX_HEADER_BYTES = 10_000_000


def read_safetensors(path: Path) -> dict[str, np.ndarray]:
    """Return the float32 tensors of a safetensors file by name.

    Source: the format is an unsigned 64-bit little-endian header length, a JSON header, then raw tensors.
    """
    raw = path.read_bytes()
    (header_size,) = struct.unpack_from("<Q", raw)
    if header_size > MAX_HEADER_BYTES:
        raise ValueError(f"{path.name} is not a safetensors file")
    base = 8 + header_size
    tensors = {}
    for name, entry in json.loads(raw[8:base]).items():
        if entry.get("dtype") == "F32":
            begin, end = entry["data_offsets"]
            flat = np.frombuffer(raw[base + begin : base + end], dtype="<f4")
            tensors[name] = flat.reshape(entry["shape"]).astype(np.float32)
    return tensors


class _Graph:
    """Nodes and constants under construction; each method adds a node and returns its output's name."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self._weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def add(self, kind: str, *inputs: str, **attributes: Any) -> str:
        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def constant(self, name: str, value: np.ndarray) -> str:
        self.constants.setdefault(name, numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def integers(self, *values: int) -> str:
        return self.constant("int_" + "_".join(map(str, values)), np.array(values, dtype=np.int64))

    def number(self, value: float) -> str:
        return self.constant(f"float_{value}", np.array(value, dtype=np.float32))

    def weight(self, name: str) -> str:
        return self.constant(name, self._weights[name])

    def dense(self, value: str, name: str) -> str:
        kernel = self.constant(f"{name}.kernel", self._weights[f"{name}.weight"].T)
        return self.add("Add", self.add("MatMul", value, kernel), self.weight(f"{name}.bias"))

    def layer_norm(self, value: str, name: str) -> str:
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.add("LayerNormalization", value, scale, bias, axis=-1, epsilon=EPSILON)

    def gelu(self, value: str) -> str:
        erf = self.add("Erf", self.add("Div", value, self.number(2.0**0.5)))
        return self.add("Mul", self.add("Mul", value, self.add("Add", erf, self.number(1.0))), self.number(0.5))


def _embedding(graph: _Graph) -> str:
    words = graph.add("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    length = graph.add("Slice", graph.add("Shape", "input_ids"), graph.integers(1), graph.integers(2))
    # A Slice, because a Gather over a Range trips a fusion of onnxruntime 1.32 (see the ADR).
    positions = graph.add(
        "Slice",
        graph.weight("embeddings.position_embeddings.weight"),
        graph.integers(0),
        length,
        graph.integers(0),
    )
    kind = graph.add(
        "Slice",
        graph.weight("embeddings.token_type_embeddings.weight"),
        graph.integers(0),
        graph.integers(1),
        graph.integers(0),
    )
    return graph.layer_norm(graph.add("Add", graph.add("Add", words, positions), kind), "embeddings.LayerNorm")


def _heads(graph: _Graph, value: str, *, order: tuple[int, ...]) -> str:
    split = graph.add("Reshape", value, graph.integers(0, 0, HEADS, HIDDEN // HEADS))
    return graph.add("Transpose", split, perm=order)


def _attention(graph: _Graph, value: str, mask: str, prefix: str) -> str:
    query = _heads(graph, graph.dense(value, f"{prefix}.self.query"), order=(0, 2, 1, 3))
    key = _heads(graph, graph.dense(value, f"{prefix}.self.key"), order=(0, 2, 3, 1))
    content = _heads(graph, graph.dense(value, f"{prefix}.self.value"), order=(0, 2, 1, 3))
    scores = graph.add("Div", graph.add("MatMul", query, key), graph.number((HIDDEN / HEADS) ** 0.5))
    weights = graph.add("Softmax", graph.add("Add", scores, mask), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", weights, content), perm=(0, 2, 1, 3))
    joined = graph.add("Reshape", mixed, graph.integers(0, 0, HIDDEN))
    output = graph.dense(joined, f"{prefix}.output.dense")
    return graph.layer_norm(graph.add("Add", output, value), f"{prefix}.output.LayerNorm")


def _layer(graph: _Graph, value: str, mask: str, prefix: str) -> str:
    attended = _attention(graph, value, mask, f"{prefix}.attention")
    inner = graph.gelu(graph.dense(attended, f"{prefix}.intermediate.dense"))
    output = graph.dense(inner, f"{prefix}.output.dense")
    return graph.layer_norm(graph.add("Add", output, attended), f"{prefix}.output.LayerNorm")


def _pool(graph: _Graph, value: str, mask: str) -> str:
    weights = graph.add("Unsqueeze", mask, graph.integers(2))
    total = graph.add("ReduceSum", graph.add("Mul", value, weights), graph.integers(1), keepdims=0)
    count = graph.add("ReduceSum", weights, graph.integers(1), keepdims=0)
    mean = graph.add("Div", total, graph.add("Max", count, graph.number(1.0)))
    norm = graph.add("ReduceL2", mean, axes=[1], keepdims=1)
    return graph.add("Div", mean, graph.add("Max", norm, graph.number(EPSILON)))


def build(weights: dict[str, np.ndarray]) -> onnx.ModelProto:
    """Return the model: ``input_ids`` and ``attention_mask`` (batch, length) in, ``embedding`` (batch, 384) out."""
    graph = _Graph(weights)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.FLOAT)
    hidden_mask = graph.add("Mul", graph.add("Sub", graph.number(1.0), mask), graph.number(-10_000.0))
    attention_mask = graph.add("Unsqueeze", hidden_mask, graph.integers(1, 2))
    value = _embedding(graph)
    for index in range(LAYERS):
        value = _layer(graph, value, attention_mask, f"encoder.layer.{index}")
    graph.nodes.append(helper.make_node("Identity", [_pool(graph, value, mask)], ["embedding"]))
    shape = ["batch", "length"]
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in ("input_ids", "attention_mask")]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["batch", HIDDEN])
    body = helper.make_graph(graph.nodes, "minilm", inputs, [output], list(graph.constants.values()))
    model = helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)
    onnx.checker.check_model(model)
    return model
