"""What a page says about itself: JSON-LD first, then OpenGraph, then meta elements, then the markup.

Sources: schema.org/Article; ogp.me; RFC 6596 (canonical).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

from htmldate import find_date
from lxml.html import HtmlElement

MAX_SCRIPTS = 20
MAX_SCRIPT_CHARS = 256 * 1024
MAX_NODES = 500
MAX_FIELD_CHARS = 500
MAX_URL_CHARS = 4096

_META_TITLE = ("og:title", "twitter:title", "dc.title", "citation_title")
_META_AUTHOR = ("author", "dc.creator", "citation_author", "parsely-author")
_META_PUBLISHER = ("og:site_name", "application-name", "dc.publisher", "publisher")
_META_DATES = (
    ("article:published_time", "opengraph"),
    ("og:published_time", "opengraph"),
    ("datepublished", "meta"),
    ("citation_publication_date", "meta"),
    ("dc.date.issued", "meta"),
    ("dc.date", "meta"),
    ("parsely-pub-date", "meta"),
    ("date", "meta"),
)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Metadata:
    """Fields as ``Extracted`` has them."""

    title: str
    byline: str
    publisher: str
    published_at: datetime | None
    published_at_source: str
    canonical_url: str


@dataclass(frozen=True)
class _Page:
    """The three places metadata stand in."""

    tree: HtmlElement
    article: dict[str, Any]
    meta: dict[str, str] = field(default_factory=dict)

    def meta_of(self, names: tuple[str, ...]) -> str:
        return next((self.meta[name] for name in names if self.meta.get(name)), "")

    def text_of(self, path: str) -> str:
        found = self.tree.find(path)
        return "" if found is None else _clean(found.text_content())


def read_metadata(tree: HtmlElement, url: str) -> Metadata:
    """Return what the page at ``url`` declares; ``url`` itself where it names no canonical address."""
    page = _Page(tree, _article(tree), _meta(tree))
    published_at, source = _published(page, url)
    return Metadata(
        title=_name(page.article.get("headline"))
        or page.meta_of(_META_TITLE)
        or page.text_of(".//title")
        or page.text_of(".//h1"),
        byline=_name(page.article.get("author")) or page.meta_of(_META_AUTHOR),
        publisher=_name(page.article.get("publisher")) or page.meta_of(_META_PUBLISHER),
        published_at=published_at,
        published_at_source=source,
        canonical_url=_canonical(page, url),
    )


def parse_moment(text: str) -> datetime | None:
    """Return an ISO 8601 date or time as aware UTC, or None; without a zone it is taken as UTC."""
    stripped = text.strip()
    try:
        moment = datetime.fromisoformat(stripped)
    except ValueError:
        if (day := _DAY.match(stripped)) is None:
            return None
        return parse_moment(day[0]) if day[0] != stripped else None
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None


def _published(page: _Page, url: str) -> tuple[datetime | None, str]:
    declared = [(str(page.article.get("datePublished") or ""), "json-ld")]
    declared += [(page.meta.get(name, ""), source) for name, source in _META_DATES]
    declared += [
        (element.get("datetime") or "", "time") for element in page.tree.iterfind(".//article//time[@datetime]")
    ]
    for text, source in declared:
        moment = parse_moment(text[:64])
        if moment is not None:
            return moment, source
    guess = parse_moment(find_date(page.tree, url=url or None, original_date=True, extensive_search=False) or "")
    return guess, "htmldate" if guess else ""


def _canonical(page: _Page, url: str) -> str:
    links = [element.get("href") or "" for element in page.tree.iterfind(".//link[@rel='canonical']")]
    for candidate in [*links, page.meta.get("og:url", "")]:
        try:
            joined: str = urljoin(url, candidate.strip())
            is_web = urlsplit(joined).scheme in {"http", "https"} and bool(urlsplit(joined).hostname)
        except ValueError:
            continue
        if candidate and is_web and len(joined) <= MAX_URL_CHARS:
            return joined
    return url


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iterfind(".//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = _clean(element.get("content") or "")
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _article(tree: HtmlElement) -> dict[str, Any]:
    """Return the first JSON-LD node that is some kind of article or report."""
    scripts = tree.iterfind(".//script[@type='application/ld+json']")
    for _, script in zip(range(MAX_SCRIPTS), scripts, strict=False):
        text = (script.text or "").strip()
        if not text or len(text) > MAX_SCRIPT_CHARS:
            continue
        try:
            nodes = list(_nodes(json.loads(text, strict=False)))
        except (ValueError, RecursionError):  # other people's JSON is often broken
            continue
        for node in nodes:
            if any(str(kind).endswith(("Article", "BlogPosting", "Report")) for kind in _as_list(node.get("@type"))):
                return node
    return {}


def _nodes(data: object) -> Iterator[dict[str, Any]]:
    queue = _as_list(data)
    for _ in range(MAX_NODES):
        if not queue:
            return
        node = queue.pop(0)
        if isinstance(node, list):
            queue.extend(node[:MAX_NODES])
        elif isinstance(node, dict):
            yield node
            queue.extend(_as_list(node.get("@graph")) + _as_list(node.get("mainEntity")))


def _name(value: object) -> str:
    """Return the names in a JSON-LD value: text, a thing with a name, or a list of either."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, dict):
        return _name(value.get("name"))
    if isinstance(value, list):
        names = dict.fromkeys(name for name in map(_name, value[:20]) if name)
        return _clean(", ".join(names))
    return ""


def _as_list(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _clean(text: str) -> str:
    return " ".join(text.split())[:MAX_FIELD_CHARS]
