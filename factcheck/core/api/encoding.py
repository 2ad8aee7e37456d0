"""JSON bytes in and out, through orjson: strict UTF-8, no NaN, bounded depth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise

NUL = "\x00"
_ESCAPED_NUL = b"\\u0000"


def encode(data: Any) -> bytes:
    """Return ``data`` as JSON. Times get a ``Z``; lazy strings, decimals and iterables are understood.

    Raises:
        TypeError: for objects that have no JSON form.
    """
    return orjson.dumps(data, default=_fallback, option=orjson.OPT_UTC_Z)


def canonical(data: Any) -> bytes:
    """Return one spelling for equal data, whatever the order of keys: input for a hash."""
    return orjson.dumps(data, default=_fallback, option=orjson.OPT_UTC_Z | orjson.OPT_SORT_KEYS)


def decode(raw: bytes) -> Any:
    """Return the parsed document.

    Raises:
        ValueError: for anything but JSON in UTF-8 of at most 1,024 levels.
    """
    return orjson.loads(raw)


def nul_paths(raw: bytes, data: Any) -> list[str]:
    """Return the dotted paths of strings holding NUL, which PostgreSQL cannot store.

    Args:
        raw: the bytes ``data`` was parsed from; almost always they show at once that there is none.
    """
    return list(_walk(data, ())) if _ESCAPED_NUL in raw else []


def _walk(root: Any, prefix: tuple[str, ...]) -> Iterator[str]:
    # A stack, not recursion: the document may be a thousand levels deep.
    stack = [(prefix, root)]
    while stack:
        path, value = stack.pop()
        if isinstance(value, str):
            if NUL in value:
                yield ".".join(path) or "non_field_errors"
        elif isinstance(value, dict):
            if any(NUL in key for key in value):
                yield ".".join(path) or "non_field_errors"
            stack.extend(((*path, key.replace(NUL, "")), item) for key, item in value.items())
        elif isinstance(value, list):
            stack.extend(((*path, str(index)), item) for index, item in enumerate(value))


def _fallback(value: Any) -> Any:
    if isinstance(value, Promise | Decimal):
        return str(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
