"""One assertion for every refusal: status, media type and stable type (RFC 9457)."""

from __future__ import annotations

import json
from typing import Any


def assert_problem(response: Any, status: int, type: str, *, errors: set[str] | None = None) -> dict[str, Any]:  # noqa: A002
    """Check that ``response`` is this problem and return its body.

    Args:
        type: ``/problems/not-found``, or the slug alone.
        errors: the fields that must be complained about, exactly; not looked at when None.
    """
    assert response.status_code == status, response.content
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert body["type"] == (type if type.startswith("/") else f"/problems/{type}")
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    if errors is not None:
        assert set(body.get("errors", {})) == errors
    return body
