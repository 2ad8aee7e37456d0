"""Rate limits counted atomically in Redis.

A window starts with its first request and closes after the period, so concurrent requests cannot slip past the count
as they do with a read-then-write cache. Without Redis requests pass: the limit protects us from load, not data from
people.
"""

from __future__ import annotations

import hashlib
import logging
from functools import lru_cache

import redis
from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

logger = logging.getLogger(__name__)

REDIS_TIMEOUT_S = 0.5
# Requests a minute; settings.API_RATES overrides, None switches a limit off.
DEFAULT_RATES: dict[str, int | None] = {"actor": 30_000, "anonymous": 300}
WINDOW_MS = 60_000

_COUNT = """
local count = redis.call('INCR', KEYS[1])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  left = tonumber(ARGV[1])
end
return {count, left}
"""


@lru_cache(maxsize=4)
def _client(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=REDIS_TIMEOUT_S, socket_connect_timeout=REDIS_TIMEOUT_S)


def wait_ms(scope: str, ident: str) -> int:
    """Count one request and return 0 when it is within the limit, else the milliseconds until the window closes."""
    limit = {**DEFAULT_RATES, **getattr(settings, "API_RATES", {})}[scope]
    if limit is None:
        return 0
    key = f"rate:{scope}:{hashlib.sha256(ident.encode()).hexdigest()[:32]}"
    try:
        count, left_ms = _client(settings.REDIS_URL).eval(_COUNT, 1, key, WINDOW_MS)
    except redis.RedisError as error:
        logger.warning("rate limit not counted, Redis does not answer: %s", error)
        return 0
    return max(1, int(left_ms)) if int(count) > limit else 0


class RateThrottle(BaseThrottle):
    """One named limit; a request it is not about passes uncounted."""

    scope = ""

    def ident_of(self, request: Request) -> str | None:
        """Return whom to count, or None for nobody."""
        raise NotImplementedError

    def allow_request(self, request: Request, _view: APIView) -> bool:
        ident = self.ident_of(request)
        self.waiting_ms = 0 if ident is None else wait_ms(self.scope, ident)
        return self.waiting_ms == 0

    def wait(self) -> float:
        return self.waiting_ms / 1000


class ActorThrottle(RateThrottle):
    """Generous, for each signed-in person or program."""

    scope = "actor"

    def ident_of(self, request: Request) -> str | None:
        return str(request.user.pk) if request.user.is_authenticated else None


class AnonymousThrottle(RateThrottle):
    """For each address that has not signed in."""

    scope = "anonymous"

    def ident_of(self, request: Request) -> str | None:
        return None if request.user.is_authenticated else self.get_ident(request)
