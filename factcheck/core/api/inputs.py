"""Headers, bodies and queries of a request, refused in the order every endpoint keeps.

401, 404, 403, 428 and 412, 409, 422: whoever may not, or acted on an old version, hears that before the body is judged.
A service refuses in that order by itself; but what cannot even be handed to a service (a missing header, a body of the
wrong shape) is found out here, so the view says with ``check`` what the service would have looked at first.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from factcheck.core.api.etags import required_version
from factcheck.core.errors import DomainError, Stale

Check = Callable[[int | None], object]
NEVER_CURRENT = -1
# For ``@operation(request=NOTHING)``: moves that need no more than being asked for take ``{}`` or no body at all.
NOTHING: dict[str, Any] = {
    "application/json": {"type": "object", "description": "Nothing to say.", "additionalProperties": False}
}


def read_version(request: Request, check: Check) -> int:
    """Return the version in If-Match.

    Args:
        request: with or without the header.
        check: raises what comes before a missing or stale version; gets a version no row has.

    Raises:
        PreconditionRequired, Malformed, Stale: see ``etags.required_version``.
    """
    try:
        return required_version(request)
    except DomainError:
        with suppress(Stale):  # the row is there and the person may: so the header is what is wrong
            check(NEVER_CURRENT)
        raise


def read(
    body: type[serializers.Serializer[Any]], request: Request, check: Check, version: int | None = None
) -> dict[str, Any]:
    """Return the validated body.

    Args:
        body: serializer of the request.
        request: whose body is read.
        check: raises what comes before a wrong body; gets ``version``.
        version: the one in If-Match, where one is needed.

    Raises:
        ValidationError: by field, when ``check`` has nothing to object.
    """
    serializer = body(data=request.data)
    if not serializer.is_valid():
        check(version)
        raise serializers.ValidationError(serializer.errors)
    validated: dict[str, Any] = serializer.validated_data
    return validated


def read_query(query: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Return the validated query parameters that ``query`` names.

    Raises:
        ValidationError: by parameter.
    """
    serializer = query(data=request.query_params)
    serializer.is_valid(raise_exception=True)
    validated: dict[str, Any] = serializer.validated_data
    return validated
