"""Read sitemaps and sitemap indexes from bytes strangers sent: no entities, no network, bounded size and number.

Source: https://www.sitemaps.org/protocol.html; news extension: Google Search Central, "News sitemaps"
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from lxml import etree

from factcheck.sources.providers import answers
from factcheck.sources.providers.base import Found, ProviderFailed, Query
from factcheck.sources.providers.words import slug_words

MAX_SITEMAP_BYTES = 16_000_000
MAX_ENTRIES = 50_000
MAX_FIELD_CHARACTERS = 4_096

DocumentKind = Literal["feed", "urlset", "sitemapindex"]

_GZIP_MAGIC = b"\x1f\x8b"
_ROOTS: dict[str, DocumentKind] = {
    "rss": "feed", "feed": "feed", "RDF": "feed", "urlset": "urlset", "sitemapindex": "sitemapindex",
}  # fmt: skip
_MONTH_IN_URL = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?:[-_/.]?(0[1-9]|1[0-2])(?![0-9]{3}))?(?![0-9]{3})")


@dataclass(frozen=True)
class Entry:
    """One ``url`` or ``sitemap`` element. Moments are aware, UTC, None when absent or unreadable."""

    url: str
    title: str
    published_at: datetime | None
    modified_at: datetime | None

    def may_be_in(self, query: Query) -> bool:
        """Return whether the window may hold it.

        ``lastmod`` bounds the day of publication from above only: an old article corrected today is still old.
        """
        if self.published_at is not None or self.modified_at is None or query.since is None:
            return query.covers(self.published_at)
        return self.modified_at.date() >= query.since

    def found(self) -> Found:
        """Return the entry as a finding; without a news title the words of the address stand in for one."""
        return Found(self.url, self.title or answers.title_of(slug_words(self.url)), "", self.published_at)


def unpacked(body: bytes) -> bytes:
    """Return the body, decompressed when it is a ``.gz`` file.

    Raises:
        ProviderFailed: ``bad_answer`` when it is damaged or larger than MAX_SITEMAP_BYTES.
    """
    if not body.startswith(_GZIP_MAGIC):
        return body
    inflater = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked_body = inflater.decompress(body, MAX_SITEMAP_BYTES + 1)
    except zlib.error as error:
        raise ProviderFailed("bad_answer", "the compressed sitemap is damaged") from error
    if len(unpacked_body) > MAX_SITEMAP_BYTES or not inflater.eof:
        raise ProviderFailed("bad_answer", "the compressed sitemap is cut off or too large")
    return unpacked_body


def kind_of(body: bytes) -> DocumentKind:
    """Return what the XML document is, by its root element.

    Raises:
        ProviderFailed: ``bad_answer`` when it is none of the three kinds.
    """
    try:
        for _, element in _elements(body, events=("start",), tag=None):
            kind = _ROOTS.get(etree.QName(element).localname)
            if kind is not None:
                return kind
            break
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ProviderFailed("bad_answer", "the answer is not XML") from error
    raise ProviderFailed("bad_answer", "the answer is neither feed nor sitemap")


def entries_of(body: bytes, *, kind: DocumentKind) -> Iterator[Entry]:
    """Yield at most MAX_ENTRIES entries of a ``urlset`` or ``sitemapindex`` without keeping the tree.

    Raises:
        ProviderFailed: ``bad_answer`` when the XML breaks off or declares entities.
    """
    tag = "{*}url" if kind == "urlset" else "{*}sitemap"
    try:
        for number, (_, element) in enumerate(_elements(body, events=("end",), tag=tag)):
            if element.getroottree().docinfo.internalDTD is not None:
                raise ProviderFailed("bad_answer", "a sitemap has no document type")
            if number == MAX_ENTRIES:
                return
            entry = _entry(element)
            if entry is not None:
                yield entry
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ProviderFailed("bad_answer", "the sitemap is not well-formed") from error


def children_to_read(children: list[Entry], query: Query, *, most: int) -> list[Entry]:
    """Return the child sitemaps most likely to list the window, best first.

    Children that name a year or month of the window come first, those that name another one or changed last before it
    are left out, the rest follow by ``lastmod``, newest first.
    """
    oldest = datetime.min.replace(tzinfo=UTC)
    likely = [
        (child, named)
        for child in children
        if child.may_be_in(query) and (named := _names_window(child.url, query)) is not False
    ]
    likely.sort(key=lambda pair: (pair[1] is True, pair[0].modified_at or oldest), reverse=True)
    return [child for child, _ in likely[:most]]


def _names_window(url: str, query: Query) -> bool | None:
    """Return whether a year or month named in the address touches the window; None when nothing can be said."""
    named = _MONTH_IN_URL.search(url)
    if named is None or (query.since is None and query.until is None):
        return None
    year, month = int(named.group(1)), named.group(2)
    first = date(year, int(month or 1), 1)
    last_month = (year, int(month or 12))
    since_month = (query.since.year, query.since.month) if query.since else (0, 0)
    return last_month >= since_month and (query.until is None or first <= query.until)


def _elements(body: bytes, *, events: tuple[str, ...], tag: str | None) -> Any:
    return etree.iterparse(
        io.BytesIO(body),
        events=events,
        tag=tag,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )


def _entry(element: Any) -> Entry | None:
    url = answers.web_url(_text(element, "{*}loc"))
    if url is None:
        return None
    return Entry(
        url=url,
        title=answers.title_of(_text(element, "{*}news/{*}title")),
        published_at=answers.moment(_text(element, "{*}news/{*}publication_date")),
        modified_at=answers.moment(_text(element, "{*}lastmod")),
    )


def _text(element: Any, path: str) -> str:
    return str(element.findtext(path) or "").strip()[:MAX_FIELD_CHARACTERS]
