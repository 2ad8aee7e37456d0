"""How the door behaves in this process."""

from __future__ import annotations

import os
import ssl
from dataclasses import dataclass

from aiohttp.abc import AbstractResolver

from factcheck.sources.http.urls import parse_origins

DEFAULT_USER_AGENT = "factcheck/0.1 (context sources for fact-checkers; contact: see the operator's site)"


@dataclass(frozen=True)
class DoorSettings:
    """Limits and permissions of a door.

    Args:
        allowed_private_origins: exact ``scheme://host:port``; the only way to a non-public address.
        user_agent: should name the operator and a way to reach them.
        allowed_ports: for every other origin.
        connect_timeout_s: to the end of the TLS handshake.
        first_byte_timeout_s: for name, connection and response headers of one hop.
        slow_after_s: how long a body may take before ``min_bytes_per_s`` counts, and its longest silence.
        max_header_bytes: one header field; ``max_headers`` of them.
        max_ratio: decoded to wire size, counted from 1 MiB on.
        resolver: instead of the system's; its answers are checked all the same.
        tls: instead of the system's trust store.
    """

    allowed_private_origins: frozenset[str] = frozenset()
    user_agent: str = DEFAULT_USER_AGENT
    allowed_ports: frozenset[int] = frozenset({80, 443})
    connect_timeout_s: float = 10.0
    first_byte_timeout_s: float = 20.0
    slow_after_s: float = 10.0
    min_bytes_per_s: int = 256
    max_redirects: int = 5
    max_header_bytes: int = 32 * 1024
    max_headers: int = 128
    max_ratio: int = 100
    resolver: AbstractResolver | None = None
    tls: ssl.SSLContext | None = None


class _Configured:
    settings: DoorSettings | None = None


def configure(settings: DoorSettings) -> None:
    """Make ``settings`` the default of every door opened in this process from now on."""
    _Configured.settings = settings


def current_settings() -> DoorSettings:
    """Return what ``configure`` was given, or settings from the environment in a plain script.

    Raises:
        ValueError: FETCH_ALLOWED_PRIVATE_ORIGINS is malformed.
    """
    if _Configured.settings is not None:
        return _Configured.settings
    return DoorSettings(allowed_private_origins=parse_origins(os.environ.get("FETCH_ALLOWED_PRIVATE_ORIGINS", "")))
