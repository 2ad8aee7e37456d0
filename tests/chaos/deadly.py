"""The Celery app with an extractor that kills its own process on one page, as a crash in a C library would."""

from __future__ import annotations

import os
import signal
from typing import Any

from celery.signals import worker_process_init

from config.celery import app
from tests.chaos.site import DEADLY

__all__ = ["app"]


@worker_process_init.connect
def arm(**_: object) -> None:
    """Put the deadly extractor in the place of the real one, in each new pool process."""
    from factcheck.sources.services import extraction

    real = extraction.extract

    def deadly(data: bytes, url: str, content_type: str) -> Any:
        if url.endswith(f"/{DEADLY}"):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(data, url, content_type)

    extraction.extract = deadly
