"""Shows times in the zone of whoever reads them."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone


class TimeZoneMiddleware:
    """Activates ``User.time_zone`` for the request; strangers, and names no longer known, read UTC."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Not even looking at the session of a stranger: whoever looks makes the answer vary by cookie, uncacheable.
        is_stranger = settings.SESSION_COOKIE_NAME not in request.COOKIES
        name = "UTC" if is_stranger else getattr(request.user, "time_zone", "UTC")
        with timezone.override(zone_named(name)):
            return self.get_response(request)


def zone_named(name: str) -> ZoneInfo:
    """Return the IANA zone of that name, or UTC when the system does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
