"""The demonstration's surroundings: a data directory of its own, fresh stores, a real Celery worker."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from config import embedded, env
from config.demo.origins import FACTCHECK_KEY, Origins
from config.embedded.servers import die_with_parent
from config.programs import ROOT_WARNING

DATA_DIR = env.ROOT / ".factcheck" / "demo"
QUEUES = "lookups,fetches,analysis,sweeps"
STOP_GRACE_S = 10


def set_environment(archive: Origins) -> None:
    """Point this process and its children at the demonstration's own data and at the sample archive."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "FACTCHECK_DATA_DIR": str(DATA_DIR),
        "FETCH_ALLOWED_PRIVATE_ORIGINS": archive.private_origins,
        "GOOGLE_FACTCHECK_API_KEY": FACTCHECK_KEY,
        "LOG_LEVEL": "WARNING",
    }


def fresh_stack() -> embedded.Stack:
    """Return a hold on new, empty stores. The sentence model built by an earlier run is kept: it depends on nothing.

    Raises:
        StackFailed: when the servers cannot be started.
    """
    with tempfile.TemporaryDirectory(dir=_parent()) as aside:
        models = DATA_DIR / "models"
        if models.exists():
            shutil.move(models, aside)
        embedded.destroy(DATA_DIR)
        DATA_DIR.mkdir(parents=True)
        if (kept := Path(aside) / "models").exists():
            shutil.move(kept, models)
    stack = embedded.ensure(data_dir=DATA_DIR, disposable=True)
    assert stack is not None  # the environment names no other stores
    return stack


@contextmanager
def migrating() -> Iterator[None]:
    """Make the tables, as the owner role, in a process of its own while the caller does something else.

    Raises:
        CalledProcessError: it has said why.
    """
    command = [sys.executable, str(env.ROOT / "manage.py"), "migrate", "--noinput", "--verbosity", "0"]
    process = subprocess.Popen(command, preexec_fn=die_with_parent(signal.SIGTERM))  # noqa: S603, PLW1509
    try:
        yield
    finally:
        status = process.wait()
    if status:
        raise subprocess.CalledProcessError(status, command)


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """Run a Celery worker on all queues, with the scheduler, until left."""
    command = [
        *(sys.executable, "-m", "celery", "--app", "config.celery:app", "--quiet", "worker"),
        *("--queues", QUEUES, "--concurrency", "2", "--beat", "--schedule", str(DATA_DIR / "beat-schedule")),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    ]
    with (DATA_DIR / "worker.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONWARNINGS": ROOT_WARNING},
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # one thread starts processes here
        )
        try:
            yield process
        finally:
            _stop(process)


def close_connections() -> None:
    """Give this process's database connections back, so that the stores can stop at once."""
    from django.db import connections

    connections.close_all()


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):  # killed below, with whatever it left in its group
        process.wait(STOP_GRACE_S)
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def _parent() -> Path:
    DATA_DIR.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return DATA_DIR.parent
