"""The Celery app. Started as ``celery --app config.celery:app worker``; settings are those named ``CELERY_*``."""

from __future__ import annotations

import os
import signal

from celery import Celery
from celery.signals import setup_logging, worker_process_init
from django.conf import settings

from config import embedded
from config.embedded.servers import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
if not settings.configured:  # a worker's own start; inside Django the entry point has done this
    embedded.ensure()

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")


@setup_logging.connect  # type: ignore[untyped-decorator]  # Celery ships no types
def keep_our_logging(**_: object) -> None:
    """Stop Celery from replacing the logging that Django's settings describe."""


@worker_process_init.connect  # type: ignore[untyped-decorator]
def end_with_the_worker(**_: object) -> None:
    """Make a pool process die with its worker: an orphan would work on without anybody to stop it."""
    die_with_parent(signal.SIGKILL, parent=os.getppid())()
