"""Cursor pages: ``{next, previous, results}``, equally fast on the first and the last page.

A cursor is the position of a row under the page's ordering, signed, so that what comes back is what was given out. The
last ordering field must be unique, and no field may be null: a selector with nullable order coalesces it first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.core import signing
from django.db.models import Q, QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param

from factcheck.core.errors import Invalid

PAGE_SIZE = 50
PAGE_SIZE_MAX = 200
CURSOR_CHARACTERS = 1_000
NEWEST_FIRST = ("-id",)
BEST_FIRST = ("-score", "id")


@dataclass(frozen=True)
class Cursor:
    """Where a page starts: strictly after ``position``, or before it when ``is_reversed``."""

    position: tuple[Any, ...]
    is_reversed: bool


class CursorPages(BasePagination):
    """Newest first. A view orders otherwise by ``page_ordering``, or by a ``get_page_ordering()`` of its own."""

    ordering: Sequence[str] = NEWEST_FIRST

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """Return the rows of the asked page of a queryset.

        Raises:
            Invalid: for a broken cursor or page size.
        """
        self.request = request
        self.fields = tuple(self._ordering_of(view))
        self.size = page_size_of(request)
        self.cursor = decode_cursor(request.query_params.get("cursor"), self.fields)
        is_reversed = self.cursor is not None and self.cursor.is_reversed
        fields = tuple(_opposite(field) for field in self.fields) if is_reversed else self.fields
        rows_set = cast(QuerySet[Any], queryset).order_by(*fields)
        if self.cursor is not None:
            rows_set = rows_set.filter(after(fields, self.cursor.position))
        rows = list(rows_set[: self.size + 1])
        has_more = len(rows) > self.size
        rows = rows[: self.size]
        self.has_next = is_reversed or has_more
        self.has_previous = has_more if is_reversed else self.cursor is not None
        self.rows = rows[::-1] if is_reversed else rows
        return self.rows

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"next": self.next_link(), "previous": self.previous_link(), "results": data})

    def next_link(self) -> str | None:
        return self._link(self.rows[-1:], is_reversed=False) if self.has_next else None

    def previous_link(self) -> str | None:
        return self._link(self.rows[:1], is_reversed=True) if self.has_previous else None

    def _ordering_of(self, view: Any) -> Sequence[str]:
        if hasattr(view, "get_page_ordering"):
            return list(view.get_page_ordering())
        return list(getattr(view, "page_ordering", None) or self.ordering)

    def _link(self, edge: list[Any], *, is_reversed: bool) -> str:
        here = self.request.build_absolute_uri()
        if not edge:
            # An empty page has no row to stand on: back to the start of the list.
            return remove_query_param(here, "cursor")
        position = tuple(_value(edge[0], field.removeprefix("-")) for field in self.fields)
        return replace_query_param(here, "cursor", encode_cursor(Cursor(position, is_reversed), self.fields))

    def get_schema_operation_parameters(self, _view: Any) -> list[dict[str, Any]]:
        size = {"type": "integer", "minimum": 1, "maximum": PAGE_SIZE_MAX, "default": PAGE_SIZE}
        return [
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Opaque; taken from `next` or `previous` of another page.",
                "schema": {"type": "string", "maxLength": CURSOR_CHARACTERS},
            },
            {
                "name": "page_size",
                "in": "query",
                "required": False,
                "description": "Rows a page.",
                "schema": size,
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {"next": link, "previous": dict(link), "results": schema},
        }


class RankedPages(CursorPages):
    """Best score first."""

    ordering = BEST_FIRST


def page_size_of(request: Request) -> int:
    """Return the asked page size.

    Raises:
        Invalid: unless it is a number from 1 to 200.
    """
    text = request.query_params.get("page_size")
    if text is None:
        return PAGE_SIZE
    if not (text.isascii() and text.isdigit() and len(text) <= 9 and 1 <= int(text) <= PAGE_SIZE_MAX):
        raise Invalid({"page_size": [f"A number from 1 to {PAGE_SIZE_MAX}."]})
    return int(text)


def encode_cursor(cursor: Cursor, fields: Sequence[str]) -> str:
    """Return the opaque form, good for this ordering only."""
    values = [_pack(value) for value in cursor.position]
    return _signer(fields).sign_object([values, cursor.is_reversed])


def decode_cursor(text: str | None, fields: Sequence[str]) -> Cursor | None:
    """Return the cursor, or None where the list starts.

    Raises:
        Invalid: for a cursor we did not give out for this ordering.
    """
    if not text:
        return None
    try:
        if len(text) > CURSOR_CHARACTERS:
            raise signing.BadSignature
        values, is_reversed = _signer(fields).unsign_object(text)
    except (signing.BadSignature, ValueError) as error:
        raise Invalid({"cursor": ["This is not a cursor of this list."]}) from error
    return Cursor(tuple(_unpack(value) for value in values), bool(is_reversed))


def after(fields: Sequence[str], position: Sequence[Any]) -> Q:
    """Return the condition for rows strictly after ``position`` in the order of ``fields``.

    The first field is also bounded on its own, redundantly, so that PostgreSQL can start in the middle of an index.
    """
    condition = Q()
    equal = Q()
    for field, value in zip(fields, position, strict=True):
        name = field.removeprefix("-")
        beyond = "lt" if field.startswith("-") else "gt"
        condition |= equal & Q(**{f"{name}__{beyond}": value})
        equal &= Q(**{name: value})
    first = fields[0].removeprefix("-")
    bound = "lte" if fields[0].startswith("-") else "gte"
    return Q(**{f"{first}__{bound}": position[0]}) & condition if len(fields) > 1 else condition


def _signer(fields: Sequence[str]) -> signing.Signer:
    return signing.Signer(salt=f"cursor:{','.join(fields)}")


def _opposite(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _value(row: Any, name: str) -> Any:
    if isinstance(row, Mapping):
        return row[name]
    for part in name.split("__"):
        row = getattr(row, part)
    return row


def _pack(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"cannot page by {value!r}: an ordering field must be a number, text or time, never null")


def _unpack(value: Any) -> Any:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
    return value
