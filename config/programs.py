"""The processes of the whole service: web, one Celery worker a kind of work, the scheduler."""

from __future__ import annotations

import sys
from pathlib import Path

from config import env
from config.processes import Program

ROOT_WARNING = "ignore:You're running the worker with superuser privileges"


def programs(*, metrics_dir: Path, beat_schedule: Path) -> list[Program]:
    """Return the programs of one installation; sizes come from the environment.

    Kinds of work have workers of their own, so that slow fetches never delay an analysis; the sweeper has one too,
    because it must run while all others are busy or stuck.
    """
    size = env.read("WORKER_PROCESSES")
    return [
        Program(
            "web",
            (sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn_conf", "config.wsgi:application"),
            {"PROMETHEUS_MULTIPROC_DIR": str(metrics_dir)},
        ),
        _worker("lookups", size),
        _worker("fetches", size),
        _worker("analysis", size),
        _worker("sweeps", 1),
        Program("beat", (*_celery("beat"), "--schedule", str(beat_schedule), "--pidfile=")),
    ]


def _worker(queue: str, processes: int) -> Program:
    options = ("--queues", queue, "--hostname", f"{queue}@%h", "--concurrency", str(processes))
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")  # workers need not know of each other
    # Celery warns that tasks run as root; as root the whole service does, and JSON messages carry ids only.
    return Program(queue, (*_celery("worker"), *options, *quiet), {"PYTHONWARNINGS": ROOT_WARNING})


def _celery(command: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "celery", "--app", "config.celery:app", "--quiet", command)
