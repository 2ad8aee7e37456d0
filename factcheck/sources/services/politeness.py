"""Ask robots.txt before a page. Source: RFC 9309; a shared cache holds each host's answer for a day at most."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.cache import cache
from redis.exceptions import RedisError

from factcheck.sources import robots
from factcheck.sources.errors import FetchFailed, Refused
from factcheck.sources.http import Door, Request, current_settings

CACHE_S = 86_400
UNREACHABLE_CACHE_S = 300
ROBOTS_MAX_BYTES = 512 * 1024
UNREACHABLE = None
_MISSING = "\0missing"


async def require_allowed(door: Door, url: str) -> None:
    """Do nothing when the host's robots.txt lets us fetch ``url``.

    Raises:
        Refused: ``robots`` when it does not; or as the door refuses the host.
        FetchFailed: ``robots_unreachable`` on 5xx or no answer (RFC 9309, section 2.3.1.4); or as the door fails.
    """
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    text = await _cached(origin)
    if text == _MISSING:
        text = await _ask(door, origin)
    if text is UNREACHABLE:
        raise FetchFailed("robots_unreachable", f"{origin}/robots.txt")
    if not robots.allowed(text or "", current_settings().user_agent.split("/")[0], url):
        raise Refused("robots", f"{origin}/robots.txt disallows it")


async def _ask(door: Door, origin: str) -> str | None:
    request = Request(f"{origin}/robots.txt", max_wire_bytes=ROBOTS_MAX_BYTES, max_decoded_bytes=ROBOTS_MAX_BYTES)
    try:
        response = await door.fetch(request)
    except Refused as error:
        if error.reason != "too_large":
            raise
        text: str | None = ""
    else:
        text = _rules(response.status, response.body)
    await _remember(origin, text)
    return text


def _rules(status: int, body: bytes) -> str | None:
    if status >= 500:
        return UNREACHABLE
    return body.decode("utf-8", "replace") if status < 300 else ""


async def _cached(origin: str) -> str | None:
    try:
        value: str | None = await cache.aget(f"robots:{origin}", _MISSING)
    except RedisError:
        return _MISSING
    return value


async def _remember(origin: str, text: str | None) -> None:
    try:
        await cache.aset(f"robots:{origin}", text, CACHE_S if text is not None else UNREACHABLE_CACHE_S)
    except RedisError:
        return  # asked again next time: a cache without Redis costs a request, not a page
