"""The guardian: one background process a stack, which starts both servers, restarts what dies and ends with its users.

Every process that uses the stack holds a shared ``flock`` on ``users.lock``. The guardian stops the servers as soon as
it gets that lock for itself, that is, when the last user has ended in whatever way: the kernel releases the lock of a
killed process too, so there are no pids to count and none to go stale. The guardian holds ``guardian.lock`` for life.
"""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import IO

from config.embedded import servers
from config.embedded.places import Places, StackFailed, create

READY_TIMEOUT_S = 60.0
POLL_S = 0.1
STABLE_S = 30.0
BACK_OFF_S = (0.0, 0.5, 1.0, 2.0, 5.0)

logger = logging.getLogger("factcheck.embedded")


class Guarded:
    """One server with its process and its history of deaths."""

    def __init__(self, server: servers.Server, places: Places, log: IO[bytes]) -> None:
        self.server = server
        self.places = places
        self.log = log
        self.deaths = 0
        self.started_at = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server and return at once."""
        self.server.prepare()
        self.process = servers.start(self.server, self.places, self.log)
        self.started_at = time.monotonic()
        logger.info("%s started as pid %s", self.server.name, self.process.pid)

    def tend(self) -> None:
        """Restart the server if it died, later each time it dies soon after its start."""
        if self.process is None or self.process.poll() is None:
            return
        age_s = time.monotonic() - self.started_at
        if age_s > STABLE_S:
            self.deaths = 0
        if age_s < BACK_OFF_S[min(self.deaths, len(BACK_OFF_S) - 1)]:
            return
        self.deaths += 1
        logger.warning("%s ended with %s; starting it again", self.server.name, self.process.returncode)
        self.start()

    def stop(self) -> None:
        """Stop the server and wait for its end."""
        if self.process is not None:
            servers.stop(self.process, self.server.stop_signal)

    def answers(self) -> bool:
        """Say whether the server answers."""
        try:
            self.server.check()
        except OSError:
            return False
        return True


def run(places: Places, *, disposable: bool, report: IO[str]) -> None:
    """Guard the stack until its last user is gone; write ``ready`` or what failed to ``report``.

    Two at once are harmless: the second finds the first's lock and leaves.

    Raises:
        StackFailed: when a server cannot be started.
    """
    # Never closed by us: the kernel frees the lock as this process ends, so who waits for it sees no process left.
    lock = os.open(places.locks / "guardian.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        _answer(report, "ready")
        return
    _note(lock, f"{os.getpid()} starting")
    create(places, disposable=disposable)
    with places.log.open("ab", buffering=0) as log:
        guarded = _prepare(places, disposable=disposable, log=log)
        _guard(guarded, places, report=report, lock=lock)


def _prepare(places: Places, *, disposable: bool, log: IO[bytes]) -> list[Guarded]:
    logging.basicConfig(filename=places.log, level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    kinds: tuple[type[servers.Postgres] | type[servers.Redis], ...] = (servers.Postgres, servers.Redis)
    return [Guarded(kind(places, disposable=disposable), places, log) for kind in kinds]


def _guard(guarded: list[Guarded], places: Places, *, report: IO[str], lock: int) -> None:
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    try:
        for one in guarded:
            one.start()
        _wait_ready(guarded, places.log)
        _note(lock, f"{os.getpid()} ready")
        _answer(report, "ready")
        _tend(guarded, places.locks / "users.lock", stopping)
    finally:
        for one in reversed(guarded):
            one.stop()


def _wait_ready(guarded: list[Guarded], log: Path) -> None:
    deadline = time.monotonic() + READY_TIMEOUT_S
    waiting = list(guarded)
    while waiting:
        waiting = [one for one in waiting if not one.answers()]
        for one in waiting:
            one.tend()
        if waiting and time.monotonic() > deadline:
            names = " and ".join(one.server.name for one in waiting)
            raise StackFailed(f"{names} did not answer within {READY_TIMEOUT_S:.0f} s; see {log}")
        if waiting:
            time.sleep(0.03)


def _tend(guarded: list[Guarded], users_lock: Path, stopping: threading.Event) -> None:
    """Restart what dies until nobody holds ``users_lock`` any more, then keep newcomers waiting until we ended."""
    users = os.open(users_lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    while not stopping.wait(POLL_S):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held until this process exits
        except BlockingIOError:
            for one in guarded:
                one.tend()
        else:
            return


def _note(lock: int, state: str) -> None:
    os.ftruncate(lock, 0)
    os.pwrite(lock, state.encode(), 0)


def _answer(report: IO[str], message: str) -> None:
    if not report.closed:
        report.write(message)
        report.close()
