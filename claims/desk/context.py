"""What every template may show."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone


def site(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001 - Django's signature
    """Return the desk's name and the zone that times are shown in."""
    zone = timezone.get_current_timezone()
    return {"site_name": settings.SITE_NAME, "zone": zone.key if isinstance(zone, ZoneInfo) else str(zone)}
