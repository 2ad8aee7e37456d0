"""The Celery app. Started as ``celery --app config.celery:app worker``; settings are those named ``CELERY_*``."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

from config import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
if not settings.configured:  # a worker's own start; inside Django the entry point has done this
    embedded.ensure()

app = Celery("factcheck")
app.config_from_object("django.conf:settings", namespace="CELERY")


@setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """Stop Celery from replacing the logging that Django's settings describe."""
