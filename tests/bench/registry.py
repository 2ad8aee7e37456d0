"""What a benchmark is, and where all of them are known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """Our figure beside the peer's, of the same run; more is better. A skipped one says why and counts as good."""

    name: str
    ours: float | None = None
    peer: float | None = None
    bound: float | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    skipped: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over the peer's."""
        return self.ours / self.peer if self.ours is not None and self.peer else None

    @property
    def is_good(self) -> bool:
        """Whether the ratio reaches the bound."""
        return bool(self.skipped) or self.bound is None or (self.ratio is not None and self.ratio >= self.bound)


Benchmark = Callable[[str], Iterator[Result]]
BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(name: str) -> Callable[[Benchmark], Benchmark]:
    """Register a function of the scale (``small`` or ``full``) that yields results."""

    def register(function: Benchmark) -> Benchmark:
        BENCHMARKS[name] = function
        return function

    return register
