"""What may leave in a document others parse: printable characters, ordinary web addresses, aware times."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

# XML 1.0 section 2.2 forbids these; lone surrogates cannot be encoded at all and PostgreSQL refuses U+0000.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return the text without the characters that XML 1.0 and UTF-8 cannot carry."""
    return _UNPRINTABLE.sub("", text)


def one_line(text: str) -> str:
    """Return the printable text with every run of white space made one space."""
    return " ".join(printable(text).split())


def is_web_url(url: str) -> bool:
    """Say whether the address is absolute http or https with a host, so a reader may safely follow it."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # such as an unclosed bracket around an IPv6 address
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def rfc3339(moment: datetime) -> str:
    """Return the aware time in UTC as RFC 3339, whole seconds, with ``Z``."""
    if moment.tzinfo is None:
        message = "a published time must carry its time zone"
        raise ValueError(message)
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"
