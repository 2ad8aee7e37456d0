"""Answers MediaWiki's Action API for the sample encyclopaedia: full-text search and page information.

Source: https://www.mediawiki.org/wiki/API:Search, API:Info, API:Errors_and_warnings (HTTP 200)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import quote

from config.demo.archive.library import Article

MOST_RESULTS = 500
SNIPPET_CHARACTERS = 200
TITLE_WEIGHT = 3
_FIRST_PAGE_ID = 101
_FIRST_REVISION = 9001
_WORD = re.compile(r"\w+")


class WikiError(Exception):
    """What the API reports in its ``error`` object."""

    def __init__(self, code: str, info: str) -> None:
        super().__init__(info)
        self.code = code
        self.info = info


class Wiki:
    """The encyclopaedia's pages, numbered in the order given."""

    def __init__(self, pages: tuple[Article, ...], base_url: str) -> None:
        self._pages = dict(enumerate(pages, start=_FIRST_PAGE_ID))
        self._base_url = base_url

    def answer(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        """Return the JSON object for one request."""
        try:
            if parameters.get("action") != "query":
                raise WikiError("badvalue", 'Unrecognized value for parameter "action".')
            if parameters.get("list") == "search":
                return self._search(parameters)
            if parameters.get("prop") == "info":
                return self._info(parameters)
            raise WikiError("badvalue", 'Only "list=search" and "prop=info" are known here.')
        except WikiError as error:
            return {"error": {"code": error.code, "info": error.info}}

    def _search(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        expression = parameters.get("srsearch", "")
        if not expression.strip():
            raise WikiError("missingparam", 'The "srsearch" parameter must be set.')
        hits = self._hits(expression)
        limit = MOST_RESULTS if parameters.get("srlimit") == "max" else _number(parameters, "srlimit", 10, 1)
        offset = _number(parameters, "sroffset", 0, 0)
        end = offset + limit
        answer: dict[str, Any] = {"batchcomplete": True, "query": {"searchinfo": {"totalhits": len(hits)}}}
        if end < len(hits):
            answer["continue"] = {"sroffset": end, "continue": "-||"}
        words = _words(expression)
        answer["query"]["search"] = [self._hit(page_id, words) for page_id in hits[offset:end]]
        return answer

    def _hits(self, expression: str) -> list[int]:
        """Return page ids, best first; all words must occur unless the expression says OR."""
        words = _words(expression)
        needed = 1 if re.search(r"\bOR\b", expression) else len(words)
        scored = []
        for page_id, page in self._pages.items():
            in_title = words & _words(page.title)
            in_text = words & _words(page.text)
            if words and len(in_title | in_text) >= needed:
                scored.append((TITLE_WEIGHT * len(in_title) + len(in_text), page_id))
        return [page_id for _, page_id in sorted(scored, key=lambda row: (-row[0], row[1]))]

    def _hit(self, page_id: int, words: set[str]) -> dict[str, Any]:
        page = self._pages[page_id]
        return {
            "ns": 0,
            "title": page.title,
            "pageid": page_id,
            "size": len(page.text.encode()),
            "wordcount": len(_WORD.findall(page.text)),
            "snippet": _snippet(page.text, words),
            "timestamp": _timestamp(page),
        }

    def _info(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        wanted = parameters.get("pageids", "").split("|")
        if not all(number.isascii() and number.isdigit() for number in wanted):
            raise WikiError("badinteger", 'Invalid value for integer parameter "pageids".')
        pages = [self._page_info(int(number)) for number in wanted[:MOST_RESULTS]]
        if parameters.get("formatversion") == "2":
            return {"batchcomplete": True, "query": {"pages": pages}}
        return {"batchcomplete": "", "query": {"pages": {str(page["pageid"]): page for page in pages}}}

    def _page_info(self, page_id: int) -> dict[str, Any]:
        page = self._pages.get(page_id)
        if page is None:
            return {"pageid": page_id, "missing": True}
        url = f"{self._base_url}/wiki/{quote(page.slug)}"
        return {
            "pageid": page_id,
            "ns": 0,
            "title": page.title,
            "contentmodel": "wikitext",
            "pagelanguage": page.language,
            "touched": _timestamp(page),
            "lastrevid": _FIRST_REVISION + page_id,
            "fullurl": url,
            "canonicalurl": url,
        }


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text) if word not in {"OR", "AND"}}


def _number(parameters: Mapping[str, str], name: str, default: int, least: int) -> int:
    text = parameters.get(name, str(default))
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise WikiError("badinteger", f'Invalid value "{text[:50]}" for integer parameter "{name}".')
    return max(least, min(int(text), MOST_RESULTS))


def _snippet(text: str, words: set[str]) -> str:
    flat = " ".join(text.split())
    first = next((match.start() for match in _WORD.finditer(flat) if match[0].lower() in words), 0)
    start = flat.rfind(" ", 0, max(first - 40, 0)) + 1
    shown = escape(flat[start : start + SNIPPET_CHARACTERS], quote=False)
    return _WORD.sub(
        lambda match: f'<span class="searchmatch">{match[0]}</span>' if match[0].lower() in words else match[0],
        shown,
    )


def _timestamp(page: Article) -> str:
    return page.published_at.strftime("%Y-%m-%dT%H:%M:%SZ")
