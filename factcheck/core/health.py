"""Is the process alive; can it serve. For load balancers and supervisors."""

from __future__ import annotations

import logging
from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

logger = logging.getLogger(__name__)

REDIS_TIMEOUT_S = 2.0
_NOT_CACHED = {"Cache-Control": "no-store"}


class NotReady(Exception):
    """A part that must work does not. The message is shown to anybody, so it names no host."""


@require_safe
def livez(_request: HttpRequest) -> JsonResponse:
    """Answer without touching anything else: a dead database is no reason to kill the process."""
    return JsonResponse({"ok": True}, headers=_NOT_CACHED)


@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database, its migrations and Redis are there, else 503, with each part's state."""
    parts: dict[str, Callable[[], None]] = {
        "database": check_database,
        "migrations": check_migrations,
        "redis": check_redis,
    }
    states = {name: _state(name, check) for name, check in parts.items()}
    is_ready = all(state == "ok" for state in states.values())
    return JsonResponse({"ok": is_ready, "checks": states}, status=200 if is_ready else 503, headers=_NOT_CACHED)


def check_database() -> None:
    """Ask the database for a row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_migrations() -> None:
    """Compare what is applied with what this code brings.

    Raises:
        NotReady: when a migration is missing.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("not applied")


def check_redis() -> None:
    """Ping the broker's Redis."""
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=REDIS_TIMEOUT_S, socket_connect_timeout=REDIS_TIMEOUT_S
    )
    with client:
        client.ping()


def _state(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except NotReady as error:
        return str(error)
    except (DatabaseError, redis.RedisError) as error:
        logger.warning("not ready: %s: %s", name, error)
        return "does not answer"
    return "ok"
