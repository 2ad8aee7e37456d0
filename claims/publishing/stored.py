"""A fact-check's record as plain JSON and back, so that one row holds all that strangers read."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from claims.publishing.records import PublishedCheck

# What a list of fact-checks can do without; ``load`` gives such a record empty ones.
LONG_FIELDS = ("justification_html", "earlier")


def dump(check: PublishedCheck) -> dict[str, Any]:
    """Return the record as JSON values; dates and times in ISO 8601."""
    record: dict[str, Any] = _plain(check)
    return record


def load(record: Mapping[str, Any]) -> PublishedCheck:
    """Return the record that ``dump`` described."""
    check: PublishedCheck = _read(PublishedCheck, {"justification_html": "", **record})
    return check


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value  # a datetime is a date too


def _read(kind: Any, value: Any) -> Any:
    """Return ``value``, as JSON gives it, in the type that a field of a record declares."""
    if dataclasses.is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _read(hints[name], item) for name, item in value.items()})  # type: ignore[operator]
    origin = get_origin(kind)
    if origin is Literal:
        return value
    if origin in {Union, UnionType}:
        inner = next(option for option in get_args(kind) if option is not NoneType)
        return None if value is None else _read(inner, value)
    if origin is tuple:
        return tuple(_read(get_args(kind)[0], item) for item in value)
    return kind.fromisoformat(value) if kind in {date, datetime} else value
