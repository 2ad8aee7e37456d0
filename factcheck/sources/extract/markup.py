"""A cheap look at HTML before a parser gets it: some shapes keep parsers busy for minutes.

One pass that only moves forward. It may count too much (tags inside comments) but not too little.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from factcheck.sources.errors import ExtractionRefused

MAX_HTML_CHARS = 3_000_000
MAX_ELEMENTS = 60_000  # extraction takes about 0.1 s of CPU for each thousand paragraphs
MAX_TAGS = 150_000
MAX_DEPTH = 1_000
MAX_ATTRIBUTES = 500

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)")
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+))?+""")
_RAW_TEXT_END = {name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in ("script", "style")}
# Elements that never hold others, and those the next of their kind closes.
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_SELF_ENDING = {"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup"}
_FLAT = _VOID | _SELF_ENDING | {"html", "head", "body"}


@dataclass
class _Counts:
    elements: int = 0
    tags: int = 0
    depth: int = 0

    def enter(self, name: str, *, is_closing: bool) -> None:
        self.tags += 1
        self.elements += not is_closing
        if name not in _FLAT:
            self.depth = max(0, self.depth - 1) if is_closing else self.depth + 1


def check_markup(html: str) -> None:
    """Let ``html`` pass if a parser can take it.

    Raises:
        ExtractionRefused: ``too_large`` over MAX_HTML_CHARS, else ``hostile_markup``.
    """
    if len(html) > MAX_HTML_CHARS:
        raise ExtractionRefused("too_large", f"more than {MAX_HTML_CHARS:,} characters of HTML")
    counts = _Counts()
    position = 0
    while (tag := _TAG.search(html, position)) is not None:
        name = tag[2].lower()
        counts.enter(name, is_closing=bool(tag[1]))
        position = _skip_attributes(html, tag.end())
        position = _skip_raw_text(html, name, position)
        if counts.elements > MAX_ELEMENTS or counts.tags > MAX_TAGS:
            raise ExtractionRefused("hostile_markup", f"more than {MAX_ELEMENTS:,} elements")
        if counts.depth > MAX_DEPTH:
            raise ExtractionRefused("hostile_markup", f"more than {MAX_DEPTH:,} elements inside one another")


def _skip_attributes(html: str, position: int) -> int:
    for _ in range(MAX_ATTRIBUTES):
        attribute = _ATTRIBUTE.match(html, position)
        if attribute is None:
            return position
        position = attribute.end()
    raise ExtractionRefused("hostile_markup", f"more than {MAX_ATTRIBUTES} attributes in one tag")


def _skip_raw_text(html: str, name: str, position: int) -> int:
    """Step over a script or style sheet; one that closes itself or never ends is read as markup."""
    end = _RAW_TEXT_END.get(name)
    if end is None or html.startswith("/", position - 1):
        return position
    closing = end.search(html, position)
    return closing.start() if closing else position
