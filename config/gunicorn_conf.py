"""How gunicorn serves the web: a few processes of four threads each (measured: docs/adr/0001-embedded-stack.md)."""

from __future__ import annotations

import os
from typing import Any

from prometheus_client import multiprocess

from config import env

bind = f"{env.read('BIND')}:{env.read('PORT')}"
worker_class = "gthread"
workers = env.read("WEB_PROCESSES")
threads = 4
timeout = 60
graceful_timeout = 8
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
limit_request_line = 8190
control_socket_disable = True
accesslog = None  # django-structlog writes one line a request
loglevel = "warning"


def child_exit(server: Any, worker: Any) -> None:  # noqa: ARG001  # gunicorn's signature
    """Take a dead process's gauges out of the metrics."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
