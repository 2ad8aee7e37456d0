"""The peer: one function, one query for the token, one for the rows, no framework between."""

from __future__ import annotations

import orjson
from django.http import HttpRequest, HttpResponse
from django.urls import path

from claims.api.claims.rows import ClaimRows
from claims.selectors.listing import claim_values
from factcheck.accounts.services.tokens import user_of
from factcheck.core.api.pagination import NEWEST_FIRST, Cursor, decode_cursor, encode_cursor


def claims(request: HttpRequest) -> HttpResponse:
    """Return a page of claims as the API does, byte for byte."""
    user = user_of(request.headers.get("Authorization", "").removeprefix("Bearer "))
    if user is None:
        return HttpResponse(status=401)
    size = int(request.GET["page_size"])
    cursor = decode_cursor(request.GET.get("cursor"), NEWEST_FIRST)
    wanted = claim_values().order_by("-id")
    if cursor is not None:
        wanted = wanted.filter(id__lt=cursor.position[0])
    rows = list(wanted[: size + 1])
    base = f"{request.scheme}://{request.get_host()}{request.path}"
    following = _link(base, size, rows[size - 1]["id"], is_reversed=False) if len(rows) > size else None
    previous = _link(base, size, rows[0]["id"], is_reversed=True) if cursor is not None else None
    body = {"next": following, "previous": previous, "results": ClaimRows(user).build(rows[:size])}
    return HttpResponse(orjson.dumps(body, option=orjson.OPT_UTC_Z), content_type="application/json")


def _link(base: str, size: int, position: int, *, is_reversed: bool) -> str:
    cursor = encode_cursor(Cursor((position,), is_reversed), NEWEST_FIRST).replace(":", "%3A")
    return f"{base}?cursor={cursor}&page_size={size}"


urlpatterns = [path("api/v1/claims/", claims)]
