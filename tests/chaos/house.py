"""A whole house to break: stores of its own, the shipped workers and supervisor, and eyes on its tables."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import redis

from config import embedded, env

DATA_DIR = env.ROOT / ".factcheck" / "chaos"
WORKERS = {"lookups", "fetches", "analysis", "sweeps"}
Rows = list[tuple[Any, ...]]


class House:
    """Runs in processes of its own; this one only watches and kills."""

    def __init__(self, stack: embedded.Stack, origins: list[str]) -> None:
        self.stack = stack
        self.environment = _environment(stack, origins)
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._database = psycopg.connect(stack.places.database_url(embedded.OWNER_ROLE), autocommit=True)

    def run(self, *command: str, given: object = None) -> str:
        """Run a Python module or script of the project to its end and return what it printed."""
        done = subprocess.run(
            [sys.executable, *command],
            input=json.dumps(given),
            env=self.environment,
            cwd=env.ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def start(self, *options: str) -> None:
        """Start the supervisor, which starts workers and scheduler."""
        with (DATA_DIR / "service.log").open("ab") as log:
            self._supervisor = subprocess.Popen(
                [sys.executable, "-m", "tests.chaos.service", *options],
                env=self.environment,
                cwd=env.ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def ask(self, *, inquiries: list[list[str]], articles: list[str] | None = None) -> float:
        """Ask for these pages through the services and return how many seconds that took."""
        return float(self.run("-m", "tests.chaos.ask", given={"inquiries": inquiries, "articles": articles or []}))

    def kill_workers(self) -> int:
        """Kill every worker and the scheduler with all their processes, at once; return how many groups."""
        groups = self._celery_groups()
        for group in groups:
            os.killpg(group, signal.SIGKILL)
        return len(groups)

    def kill_redis(self) -> None:
        """Kill Redis; a disposable stack's keeps nothing, and the guardian starts an empty one."""
        with redis.Redis(unix_socket_path=str(self.stack.places.redis_socket)) as client:
            pid: int = client.info("server")["process_id"]
        os.kill(pid, signal.SIGKILL)

    def rows(self, query: str) -> Rows:
        """Return what ``query`` gives."""
        return self._database.execute(query).fetchall()

    def count(self, query: str) -> int:
        """Return the number that ``query`` gives."""
        return int(self.rows(query)[0][0])

    def wait_until(self, holds: Callable[[], bool], *, within_s: float, every_s: float = 0.1) -> float:
        """Return the seconds until ``holds``; fails with the state of the queues when it never does."""
        began = time.monotonic()
        while not holds():
            waited_s = time.monotonic() - began
            assert waited_s < within_s, f"after {waited_s:.1f} s: {self.queues()}"
            threading.Event().wait(every_s)
        return time.monotonic() - began

    def queues(self) -> Rows:
        """Return (queue, state, reason, rows) of everything."""
        tables = ("sources_fetch", "sources_analysis", "sources_lookup", "core_delivery")
        parts = [f"SELECT '{table}', state, reason, count(*) FROM {table} GROUP BY 2, 3" for table in tables]
        return self.rows(" UNION ALL ".join(parts) + " ORDER BY 1, 2")

    def open_rows(self) -> int:
        """Return how many rows are not finished."""
        tables = ("sources_fetch", "sources_analysis", "sources_lookup", "core_delivery")
        return self.count(
            "SELECT " + " + ".join(f"(SELECT count(*) FROM {t} WHERE finished_at IS NULL)" for t in tables)
        )

    def stop(self) -> None:
        """Stop the service and let go of the stores."""
        self._database.close()
        if self._supervisor is not None:
            self._supervisor.terminate()
            self._supervisor.wait(60)
        self.stack.release()

    def _celery_groups(self) -> list[int]:
        assert self._supervisor is not None
        children = Path(f"/proc/{self._supervisor.pid}/task/{self._supervisor.pid}/children").read_text()
        return [int(pid) for pid in children.split() if b"celery" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@contextmanager
def built(origins: list[str]) -> Iterator[House]:
    """Yield a house with empty tables and nothing running but its stores."""
    places = embedded.places_for(DATA_DIR)
    models = _kept_models()
    if places.data_dir.exists():
        embedded.destroy(DATA_DIR)
    DATA_DIR.mkdir(parents=True)
    if models is not None:
        shutil.move(models, DATA_DIR / "models")
    house = House(embedded.attach(DATA_DIR, disposable=True), origins)
    try:
        house.run("manage.py", "migrate", "--noinput", "--verbosity", "0")
        yield house
    finally:
        house.stop()


def _kept_models() -> Path | None:
    """Set the sentence model of an earlier house aside: it depends on nothing, and building it takes a while."""
    models, aside = DATA_DIR / "models", DATA_DIR.with_name("chaos-models")
    if models.exists():
        shutil.rmtree(aside, ignore_errors=True)
        shutil.move(models, aside)
    return aside if aside.exists() else None


def _environment(stack: embedded.Stack, origins: list[str]) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name not in {"DATABASE_AS_OWNER", "PYTHONWARNINGS"}}
    places = stack.places
    return ours | {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "FACTCHECK_DATA_DIR": str(DATA_DIR),
        "DATABASE_URL": places.database_url(embedded.APP_ROLE),
        "DATABASE_OWNER_URL": places.database_url(embedded.OWNER_ROLE),
        "REDIS_URL": places.redis_url(),
        "FETCH_ALLOWED_PRIVATE_ORIGINS": ",".join(origins),
        "PYTHONUNBUFFERED": "1",
        "LOG_LEVEL": "INFO",
    }
