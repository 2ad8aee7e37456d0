"""Reads the JSON-LD of a page as leniently as real newsrooms write it, in time linear in the page.

Seen on real sites and accepted: control characters and line breaks inside strings, trailing commas, comments, wrong
escapes, entities instead of quotes, comment or CDATA wrappers, several documents in one element. Every pattern below
either consumes what it looked at or is possessive, so hostile input cannot make it backtrack.
"""

from __future__ import annotations

import html as html_entities
import json
import re
from collections.abc import Iterator
from typing import Any

MAX_DEPTH = 64
MAX_VALUES = 10_000  # in one block, one after another

# re.ASCII keeps U+017F (long s) from matching "s" when case is ignored.
_OPENING = re.compile(r"<!--|<(script|textarea)(?=[\s/>])", re.IGNORECASE | re.ASCII)
_CLOSING = {name: re.compile(f"</{name}", re.IGNORECASE | re.ASCII) for name in ("script", "textarea")}
_LD_JSON = re.compile(r"application/ld\+json", re.IGNORECASE)
_START = re.compile(r"[{\[]")
_NOT_JSON = re.compile(
    r"""(?P<string>"(?:[^"\\]++|\\(?:.|\Z))*+(?:"|\Z))"""
    r"|(?://\s*+)?<!\[CDATA\[|\]\]>"
    r"|/\*.*?(?:\*/|\Z)|//[^\n]*+"
    r"|,(?=\s*+[}\]])"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\u2028\u2029\ufeff]",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:(u[0-9a-fA-F]{4}|[\"\\/bfnrt])|.?)", re.DOTALL)
# Numbers stay as they were written: 4.50 is not 4.5 to a reader, and a number of a million digits is not read at all.
_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)


def documents(html: str) -> Iterator[Any]:
    """Yield each JSON value of the page's JSON-LD blocks in order; a text that is bare JSON counts as one block."""
    if html.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        yield from _values(html)
        return
    for block in _blocks(html):
        yield from _values(block)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object inside a JSON value in document order, down to ``MAX_DEPTH``."""
    stack = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if isinstance(item, dict):
            yield item
        children = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        if depth < MAX_DEPTH:
            stack.extend((child, depth + 1) for child in reversed(list(children)))


def _blocks(html: str) -> Iterator[str]:
    """Yield the content of JSON-LD script elements, skipping what a browser would not run: comments and text areas."""
    position = 0
    while opening := _OPENING.search(html, position):
        name = (opening.group(1) or "").lower()
        start = opening.end() if not name else html.find(">", opening.end()) + 1
        if name and not start:
            return
        end, position = _end_of(html, name, start)
        if name == "script" and _LD_JSON.search(html, opening.end(), start):
            yield html[start:end]


def _end_of(html: str, name: str, start: int) -> tuple[int, int]:
    """Return where the content ends and where reading goes on; an element left open runs to the end of the page."""
    if not name:
        end = html.find("-->", start - 2)  # "<!-->" is a whole comment in HTML
        return (end, end + 3) if end >= 0 else (len(html), len(html))
    closing = _CLOSING[name].search(html, start)
    return (closing.start(), closing.end()) if closing else (len(html), len(html))


def _values(block: str) -> list[Any]:
    """Return the JSON values of one block by the first reading that yields any."""
    for text in _readings(block):
        if values := _decode_all(text):
            return values
    return []


def _readings(block: str) -> Iterator[str]:
    """Yield the block as it is, then repaired, then with its entities resolved and repaired."""
    yield block
    yield _NOT_JSON.sub(_repaired, block)
    if "&" in block:
        yield _NOT_JSON.sub(_repaired, html_entities.unescape(block))


def _repaired(match: re.Match[str]) -> str:
    string = match.group("string")
    if string is None:
        return " "
    return _ESCAPE.sub(lambda escape: escape.group() if escape.group(1) else escape.group()[1:], string)


def _decode_all(text: str) -> list[Any]:
    """Return the values that stand one after another in the text; nothing if the first cannot be read."""
    values: list[Any] = []
    position = 0
    while len(values) < MAX_VALUES and (start := _START.search(text, position)):
        try:
            value, position = _DECODER.raw_decode(text, start.start())
        except (ValueError, RecursionError):  # broken, or nested deeper than any honest document
            break
        values.append(value)
    return values
