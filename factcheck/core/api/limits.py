"""How much a request may carry (CONTRACT.md, Limits)."""

from __future__ import annotations

from django.http import QueryDict
from rest_framework.request import Request

from factcheck.core.api.problems import Malformed
from factcheck.core.errors import Invalid, TooLarge

MB = 1024 * 1024
BODY_BYTES = 5 * MB
UPLOAD_BYTES = 50 * MB
QUERY_CHARACTERS = 8_000
# Boundaries, part headers and form fields around the file itself.
MULTIPART_OVERHEAD_BYTES = MB


def body_limit(view: object) -> int:
    """Return how many bytes the view takes; views that take uploads set ``max_body_bytes``."""
    return int(getattr(view, "max_body_bytes", BODY_BYTES))


def too_large(limit: int) -> TooLarge:
    """Return the refusal that names the limit."""
    return TooLarge(f"The body may have at most {limit // MB} MB ({limit:,} bytes).")


def check_size(request: Request, view: object) -> None:
    """Refuse by the declared length, before anything is read.

    JSON keeps its own limit also where uploads are taken.

    Raises:
        TooLarge: naming the limit.
        Malformed: a body sent in chunks, which WSGI would hand on as if it were empty.
    """
    if "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        raise Malformed("Send the body with a Content-Length, not in chunks.")
    limit = body_limit(view)
    if request.META.get("CONTENT_TYPE", "").startswith("multipart/") and limit > BODY_BYTES:
        if _declared(request) > limit + MULTIPART_OVERHEAD_BYTES:
            raise too_large(limit)
    elif _declared(request) > BODY_BYTES:
        raise too_large(BODY_BYTES)


def check_query(query: QueryDict, query_string: str) -> None:
    """Refuse a query PostgreSQL cannot take or nobody needs.

    Raises:
        Invalid: by parameter.
        TooLarge: naming the limit.
    """
    if len(query_string) > QUERY_CHARACTERS:
        raise TooLarge(f"The query may have at most {QUERY_CHARACTERS:,} characters.")
    bad = [name for name, values in query.lists() if any("\x00" in text for text in (name, *values))]
    if bad:
        raise Invalid({name.replace("\x00", ""): ["NUL characters are not allowed."] for name in bad})


def _declared(request: Request) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
