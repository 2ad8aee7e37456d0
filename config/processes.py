"""One supervised process: started in a session of its own, restarted with back-off, stopped as a whole group."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from config.embedded.servers import die_with_parent

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STABLE_S = 30.0
LINE_LIMIT_BYTES = 64 * 1024


@dataclass(frozen=True)
class Program:
    """What to run, under which name its output appears, and which variables it has beyond ours."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


class Child:
    """A program and its current process, if one runs."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.restart_at = 0.0
        self._pause_s = FIRST_PAUSE_S
        self._started_at = 0.0
        self._unfinished = b""

    def start(self) -> None:
        """Start the process; the kernel ends it should the supervisor be killed."""
        self.process = subprocess.Popen(  # noqa: S603
            self.program.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, **self.program.environment},
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # the supervisor has one thread
        )
        os.set_blocking(self.output, False)
        self._started_at = time.monotonic()

    @property
    def output(self) -> int:
        """The descriptor the process's output is read from."""
        if self.process is None or self.process.stdout is None:
            raise RuntimeError(f"{self.program.name} is not running")
        return self.process.stdout.fileno()

    @property
    def is_dead(self) -> bool:
        """Whether a process was started and has ended."""
        return self.process is not None and self.process.poll() is not None

    def read_lines(self) -> list[str]:
        """Return the complete lines the process has written since the last call."""
        try:
            chunk = os.read(self.output, LINE_LIMIT_BYTES)
        except BlockingIOError:
            return []
        *lines, rest = (self._unfinished + chunk).split(b"\n")
        if not chunk or len(rest) > LINE_LIMIT_BYTES:
            lines, rest = [*lines, rest], b""
        self._unfinished = rest
        return [line.decode(errors="replace") for line in lines if line]

    def bury(self) -> int:
        """Clear away what a dead process left, set when it may start again, and return its exit status."""
        if self.process is None or self.process.stdout is None:
            raise RuntimeError(f"{self.program.name} is not running")
        status = self.process.wait()
        self.kill_group()
        self.process.stdout.close()
        self.process = None
        now = time.monotonic()
        if now - self._started_at > STABLE_S:
            self._pause_s = FIRST_PAUSE_S
        self.restart_at = now + self._pause_s
        self._pause_s = min(self._pause_s * 2, LONGEST_PAUSE_S)
        return status

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the process itself, which tells its own children."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill_group(self) -> None:
        """Kill everything in the process's group, orphans included."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)  # its session leader's pid is the group's id
        except ProcessLookupError:  # nobody is left
            return
