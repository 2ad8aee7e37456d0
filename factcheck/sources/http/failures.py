"""aiohttp's exceptions as our stable reason codes."""

from __future__ import annotations

import socket
import ssl

import aiohttp

from factcheck.sources.errors import FetchFailed, Refused

_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
# Order matters: the first class that fits wins.
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (aiohttp.ClientSSLError, "tls_error"),
    (ssl.SSLError, "tls_error"),
    (aiohttp.ConnectionTimeoutError, "connect_timeout"),
    (aiohttp.ServerTimeoutError, "timeout"),
    (aiohttp.ClientConnectorError, "connect_failed"),
    (aiohttp.ClientResponseError, "bad_response"),
    (aiohttp.ClientConnectionError, "disconnected"),
    (aiohttp.ClientPayloadError, "disconnected"),
)


def translate(error: aiohttp.ClientError | OSError) -> Refused | FetchFailed:
    """Return ``error`` as ours, with a short detail free of local paths."""
    detail = str(error)[:300]
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        is_missing = getattr(error.os_error, "errno", None) in _NO_SUCH_NAME
        return FetchFailed("dns_nxdomain" if is_missing else "dns_failure", detail)
    if isinstance(error, aiohttp.InvalidURL):
        return Refused("bad_url", detail)
    if _is_header_flood(error):
        return Refused("header_too_large", detail)
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return FetchFailed(reason, detail)
    return FetchFailed("disconnected", detail)


def _is_header_flood(error: BaseException) -> bool:
    if not isinstance(error, aiohttp.ClientResponseError):
        return False
    text = f"{error.message} {error.__cause__}"
    return "Too many headers" in text or "more than" in text
