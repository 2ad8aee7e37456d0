"""Entries of an RSS or Atom feed that share words with the query; ``base_url`` is the feed."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from time import struct_time
from typing import Any
from xml.sax import SAXException

import feedparser

from factcheck.sources.http import Door, Response
from factcheck.sources.providers import answers
from factcheck.sources.providers.base import Account, Found, ProviderFailed, Query
from factcheck.sources.providers.words import closest

MAX_FEED_BYTES = 2_000_000
MAX_ENTRIES = 5_000
MAX_TAGS = 100_000
MAX_ATTRIBUTES = 400
MAX_TAG_WORDS = 2_000

_ENTRY = re.compile(rb"<(?:\w+:)?(?:item|entry)\b")
_TAG = re.compile(rb"""<[A-Za-z_](?:[^<>"']|"[^"]*"|'[^']*')*+""")


class Feed:
    """What a newsroom or an institution has lately published."""

    kind = "feed"
    label = "RSS or Atom feed"
    needs_key = False

    async def search(self, query: Query, account: Account, door: Door) -> list[Found]:
        """Return matching entries of the window, best first."""
        response = await answers.ask(door, account.base_url, max_bytes=MAX_FEED_BYTES)
        answers.require_ok(response)
        # Parsing takes seconds for the largest feeds; the event loop serves other lookups meanwhile.
        return await asyncio.to_thread(closest_entries, query, response, response.body)


def closest_entries(query: Query, response: Response, body: bytes) -> list[Found]:
    """Return the entries of a feed that share most with the query, best first.

    Args:
        body: of the response, unpacked if it was a compressed file.

    Raises:
        ProviderFailed: ``bad_answer`` when the body is no feed.
    """
    content_type = response.headers.get("Content-Type", "")
    return closest(query, entries_of(body, content_type=content_type, base=response.final_url))


def entries_of(body: bytes, *, content_type: str, base: str) -> list[Found]:
    """Return all entries of a feed that have a web address, at most MAX_ENTRIES.

    Args:
        base: the address of the feed, for relative links.

    Raises:
        ProviderFailed: ``bad_answer`` when the body is no feed.
    """
    _require_harmless(body)
    # A stream, because feedparser opens plain bytes as a file name first.
    headers = {"content-type": content_type, "content-location": base}
    try:
        parsed = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    except (ValueError, LookupError, RecursionError, AssertionError, TypeError, AttributeError) as error:
        # feedparser's loose reader raises these on garbage; what they say differs by version.
        raise ProviderFailed("bad_answer", "the feed cannot be read") from error
    if not parsed.get("version"):
        raise ProviderFailed("bad_answer", "the answer is not a feed")
    if isinstance(parsed.get("bozo_exception"), SAXException) and not parsed.entries:
        raise ProviderFailed("bad_answer", "the feed is malformed")
    return list(_found(parsed.entries, base))


def _require_harmless(body: bytes) -> None:
    """Return if feedparser can read the body in seconds: its time grows with the square of a tag's attributes.

    Raises:
        ProviderFailed: ``bad_answer`` beyond one of the limits above.
    """
    if len(body) > MAX_FEED_BYTES:
        raise ProviderFailed("bad_answer", f"the feed is larger than {MAX_FEED_BYTES} bytes")
    text = body.replace(b"\0", b"")  # UTF-16 looks like ASCII then
    if sum(1 for _ in _ENTRY.finditer(text)) > MAX_ENTRIES:
        raise ProviderFailed("bad_answer", f"the feed has more than {MAX_ENTRIES} entries")
    for number, tag in enumerate(_TAG.finditer(text)):
        if number == MAX_TAGS:
            raise ProviderFailed("bad_answer", f"the feed has more than {MAX_TAGS} tags")
        if tag.end() - tag.start() <= MAX_ATTRIBUTES:
            continue
        if tag.group().count(b"=") > MAX_ATTRIBUTES or len(tag.group().split()) > MAX_TAG_WORDS:
            raise ProviderFailed("bad_answer", "an element of the feed has too many attributes")


def _found(entries: list[dict[str, Any]], base: str) -> Iterator[Found]:
    for entry in entries:
        url = answers.web_url(_text(entry, "link"), base=base)
        if url is None:
            continue
        yield Found(
            url=url,
            title=answers.title_of(_text(entry, "title")),
            snippet=answers.snippet_of(_text(entry, "summary")),
            published_at=_moment(entry.get("published_parsed") or entry.get("updated_parsed")),
        )


def _text(entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    return value if isinstance(value, str) else ""


def _moment(stamp: struct_time | None) -> datetime | None:
    """Return feedparser's UTC time as an aware datetime; None for impossible dates such as day 0."""
    if stamp is None:
        return None
    try:
        return datetime(*stamp[:5], min(stamp.tm_sec, 59), tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
