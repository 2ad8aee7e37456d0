"""What goes through the door and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

MAX_WIRE_BYTES = 16 * 1024 * 1024
MAX_DECODED_BYTES = 32 * 1024 * 1024

RawHeaders = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True)
class Request:
    """One thing to ask for. Only GET and HEAD follow redirects; a POST gets the 3xx answer back.

    Args:
        headers: go to the first origin only, save those about content negotiation and caching.
        timeout_s: for everything, all redirects included.
    """

    url: str
    method: Literal["GET", "HEAD", "POST"] = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    max_wire_bytes: int = MAX_WIRE_BYTES
    max_decoded_bytes: int = MAX_DECODED_BYTES
    timeout_s: float = 60.0


@dataclass(frozen=True)
class Hop:
    """A redirect on the way."""

    url: str
    status: int
    reason: str
    location: str
    peer_address: str
    raw_headers: RawHeaders


@dataclass(frozen=True)
class Response:
    """An answer, whatever its status.

    Args:
        headers: case-insensitive.
        body: after content decoding; ``wire_body`` before it, after transfer decoding.
        raw_headers: as received. request_headers: as sent on the last hop.
        peer_address: the IP address that answered.
        started_at: aware, UTC: when this hop was asked.
    """

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    final_url: str
    hops: tuple[Hop, ...]
    wire_body: bytes
    raw_headers: RawHeaders
    request_headers: tuple[tuple[str, str], ...]
    method: str
    http_version: str
    peer_address: str
    started_at: datetime
