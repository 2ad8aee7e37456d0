"""What the demonstration says: each step with its time."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class StepFailed(Exception):
    """A step of the demonstration did not give what it must."""


class Report:
    """Prints steps as they end, with the seconds they took."""

    def __init__(self) -> None:
        self._started_at = time.monotonic()

    @contextmanager
    def step(self, title: str) -> Iterator[Callable[[str], None]]:
        """Time a step; what it notes is printed behind its title."""
        notes: list[str] = []
        started_at = time.monotonic()
        yield notes.append
        self.say(f"{time.monotonic() - started_at:6.1f} s  {title}: {'; '.join(notes)}")

    def say(self, line: str = "") -> None:
        """Print a line at once."""
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    def end(self) -> None:
        """Print the total and what to do next."""
        self.say(f"\nDone in {time.monotonic() - self._started_at:.1f} s. Next: make up, then http://127.0.0.1:8000/")


def wait_until(holds: Callable[[], bool], *, what: str, timeout_s: float = 60.0) -> None:
    """Return when ``holds`` is true.

    Raises:
        StepFailed: not within ``timeout_s`` seconds.
    """
    deadline = time.monotonic() + timeout_s
    while not holds():
        if time.monotonic() > deadline:
            raise StepFailed(f"{what}: not within {timeout_s:.0f} s")
        time.sleep(0.1)
