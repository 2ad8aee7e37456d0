"""The guarded HTTP client: the only door to other people's servers. Works without Django."""

from __future__ import annotations

from factcheck.sources.errors import FetchFailed, Refused
from factcheck.sources.http.addresses import is_public
from factcheck.sources.http.door import Door, fetch_once
from factcheck.sources.http.messages import Hop, Request, Response
from factcheck.sources.http.settings import DoorSettings, configure, current_settings
from factcheck.sources.http.urls import Target, canonical_url, parse_origins, parse_url

__all__ = [
    "Door",
    "DoorSettings",
    "FetchFailed",
    "Hop",
    "Refused",
    "Request",
    "Response",
    "Target",
    "canonical_url",
    "configure",
    "current_settings",
    "fetch_once",
    "is_public",
    "parse_origins",
    "parse_url",
]
