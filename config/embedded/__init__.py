"""Real PostgreSQL and Redis from wheels: started by the first process that needs them, stopped with the last.

``ensure()`` is called once, explicitly, by manage.py, the WSGI module, the Celery app and the tests before settings are
read. Where ``DATABASE_URL`` and ``REDIS_URL`` are both set it does nothing. See docs/adr/0001-embedded-stack.md.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from config import env
from config.embedded.places import APP_ROLE, OWNER_ROLE, Places, StackFailed, places_for

__all__ = ["APP_ROLE", "OWNER_ROLE", "Places", "Stack", "StackFailed", "attach", "destroy", "ensure", "places_for"]

START_TIMEOUT_S = 120.0
END_TIMEOUT_S = 10.0


@dataclass(frozen=True)
class Guardian:
    """A living guardian; ``pid`` is None for the moment before it has written it down."""

    pid: int | None
    is_ready: bool


class Stack:
    """This process's hold on a running stack."""

    def __init__(self, places: Places, *, disposable: bool) -> None:
        self.places = places
        self.disposable = disposable
        self._pid = os.getpid()
        for folder in (places.data_dir, places.locks):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._users: int | None = os.open(places.locks / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._users, fcntl.LOCK_SH)  # waits while a guardian is stopping the servers

    def keep(self) -> None:
        """Start the stack's guardian if none lives.

        Raises:
            StackFailed: when the servers cannot be started.
        """
        deadline = time.monotonic() + START_TIMEOUT_S
        while (guardian := self._guardian()) is None or not guardian.is_ready:
            if guardian is None:
                self._start_guardian()
            elif time.monotonic() > deadline:
                raise StackFailed(f"The embedded stack did not become ready; see {self.places.log}")
            time.sleep(0.02)

    def _start_guardian(self) -> None:
        command = [sys.executable, "-m", "config.embedded", str(self.places.data_dir)]
        if self.disposable:
            command.append("--disposable")
        done = subprocess.run(  # noqa: S603
            command,
            cwd=env.ROOT,
            env={name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"},
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=START_TIMEOUT_S,
        )
        if done.returncode != 0:
            raise StackFailed(done.stderr.strip())

    def release(self) -> None:
        """Let go; the last user waits until the servers have stopped. A forked child's call does nothing."""
        if self._users is None or self._pid != os.getpid():
            return
        users, self._users = self._users, None
        try:
            if _try_lock(users, fcntl.LOCK_EX):
                self._stop_guardian()
            elif not _try_lock(users, fcntl.LOCK_SH):  # only a guardian that is stopping excludes us
                self._wait_guardian()
        finally:
            os.close(users)

    def _stop_guardian(self) -> None:
        guardian = self._guardian()
        if guardian is None or guardian.pid is None:
            self._wait_guardian()
            return
        os.kill(guardian.pid, signal.SIGTERM)
        self._wait_guardian()
        deadline = time.monotonic() + END_TIMEOUT_S
        process = Path(f"/proc/{guardian.pid}")
        while process.exists() and time.monotonic() < deadline:  # it lets go of its lock a moment before it ends
            time.sleep(0.02)

    def _wait_guardian(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while self._guardian() is not None and time.monotonic() < deadline:
            time.sleep(0.02)

    def _guardian(self) -> Guardian | None:
        """Return what is known of the living guardian; None when nobody holds its lock."""
        lock = self.places.locks / "guardian.lock"
        if not lock.exists():
            return None
        with lock.open() as handle:
            if _try_lock(handle.fileno(), fcntl.LOCK_SH):
                return None
            pid, _, state = handle.read().partition(" ")
        if not pid.isdigit() or not _lives(int(pid)):  # what the one before it wrote
            return Guardian(pid=None, is_ready=False)
        return Guardian(pid=int(pid), is_ready=state == "ready")


def ensure(*, data_dir: Path | None = None, disposable: bool = False) -> Stack | None:
    """Set ``DATABASE_URL``, ``DATABASE_OWNER_URL`` and ``REDIS_URL``, starting the stack if one is missing.

    Args:
        data_dir: ``FACTCHECK_DATA_DIR`` when left out.
        disposable: speed before safety, for tests and demonstrations: what was committed may be lost in a crash.

    Returns:
        The hold on the stack, released by itself when the process ends; None when nothing embedded is needed.

    Raises:
        StackFailed: when the servers cannot be started; the message says what to do.
    """
    if os.environ.get("DATABASE_URL"):
        os.environ.setdefault("DATABASE_OWNER_URL", os.environ["DATABASE_URL"])
        if os.environ.get("REDIS_URL"):
            return None
    stack = attach(data_dir or env.data_dir(), disposable=disposable)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = stack.places.database_url(APP_ROLE)
        os.environ["DATABASE_OWNER_URL"] = stack.places.database_url(OWNER_ROLE)
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = stack.places.redis_url()
    return stack


def attach(data_dir: Path, *, disposable: bool = False) -> Stack:
    """Return a hold on the stack of ``data_dir``, starting it if none runs.

    Raises:
        StackFailed: when the servers cannot be started.
    """
    stack = Stack(places_for(data_dir), disposable=disposable)
    atexit.register(stack.release)
    try:
        stack.keep()
    except StackFailed:
        stack.release()
        raise
    return stack


def destroy(data_dir: Path) -> None:
    """Delete ``data_dir`` and the databases that belong to it. No process may be using them."""
    places = places_for(data_dir)
    for folder in (places.home, places.sockets, places.data_dir):
        if folder.exists():
            shutil.rmtree(folder)


def _lives(pid: int) -> bool:
    """Say whether ``pid`` runs; the command line of a process that is ending or a zombie is empty."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def _try_lock(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
