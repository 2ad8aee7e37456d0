"""Strong entity tags from row versions (RFC 9110, section 8.8.3), and If-Match that asks for one."""

from __future__ import annotations

import re
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.core.api.problems import Malformed, PreconditionRequired
from factcheck.core.errors import Stale

IF_MATCH_PATTERN = r'^"[0-9]{1,18}"$'
_VERSION = re.compile(IF_MATCH_PATTERN)
_TAG = re.compile(r'^(W/)?"[\x21\x23-\x7e\x80-\xff]*"$')


def etag(version: int) -> str:
    """Return the entity tag of a row version: ``"7"``."""
    return f'"{version}"'


def required_version(request: Request) -> int:
    """Return the version the caller says it changes; the service compares it under the row's lock.

    ``*`` is refused like a missing header: it would overwrite whatever is there, which If-Match is asked to prevent.

    Raises:
        PreconditionRequired: without If-Match.
        Malformed: when the header is not exactly one entity tag.
        Stale: for a tag that cannot be the current one: a weak tag, or one we never gave.
    """
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        raise PreconditionRequired("Send the ETag you read as If-Match.")
    version = int(header.strip('"')) if _VERSION.fullmatch(header) else None
    if version is not None and header == etag(version):
        return version
    if _TAG.match(header):
        raise Stale
    raise Malformed('If-Match takes exactly one entity tag, such as "7".')


def versioned(data: Any, *, version: int, status: int = 200, location: str | None = None) -> Response:
    """Return ``data`` with the ETag of its row; ``location`` for something just created."""
    response = Response(data, status=status)
    response["ETag"] = etag(version)
    if location:
        response["Location"] = location
    return response
