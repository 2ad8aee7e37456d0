"""What one newsroom has published; ``base_url`` is its feed, sitemap or sitemap index.

Which of the three it is, the document itself tells.
"""

from __future__ import annotations

import asyncio
import logging

from factcheck.sources.http import Door, Response
from factcheck.sources.providers import answers, feed, sitemaps
from factcheck.sources.providers.base import Account, Found, ProviderFailed, ProviderRefused, Query
from factcheck.sources.providers.words import closest

MAX_CHILDREN = 10

logger = logging.getLogger(__name__)


class NewsroomArchive:
    """Articles whose title or address shares words with the query."""

    kind = "archive"
    label = "Newsroom archive (feed or sitemap)"
    needs_key = False

    async def search(self, query: Query, account: Account, door: Door) -> list[Found]:
        """Return matching articles of the window, best first."""
        response, body, kind = await _read(door, account.base_url)
        if kind == "feed":
            return await asyncio.to_thread(feed.closest_entries, query, response, body)
        if kind == "urlset":
            return await asyncio.to_thread(_closest_listed, query, body)
        listed = await asyncio.to_thread(lambda: list(sitemaps.entries_of(body, kind=kind)))
        children = sitemaps.children_to_read(listed, query, most=MAX_CHILDREN)
        if len(children) < len(listed):
            logger.info("archive_children_left_out read=%d listed=%d", len(children), len(listed))
        found = await _found_in(children, query, door)
        return closest(query, found)


async def _found_in(children: list[sitemaps.Entry], query: Query, door: Door) -> list[Found]:
    """Return the closest articles of each child; a broken child costs only itself unless all are broken."""
    found: list[Found] = []
    last_error: ProviderFailed | ProviderRefused | None = None
    how_many_read = 0
    for child in children:
        try:
            _, body, kind = await _read(door, child.url)
            if kind != "urlset":
                raise ProviderFailed("bad_answer", "an index lists something other than sitemaps")
            found += await asyncio.to_thread(_closest_listed, query, body)
            how_many_read += 1
        except (ProviderFailed, ProviderRefused) as error:
            logger.warning("archive_child_skipped reason=%s", error.reason)
            last_error = error
    if last_error is not None and not how_many_read:
        raise last_error
    return found


async def _read(door: Door, url: str) -> tuple[Response, bytes, sitemaps.DocumentKind]:
    response = await answers.ask(door, url, max_bytes=sitemaps.MAX_SITEMAP_BYTES)
    answers.require_ok(response)
    body = await asyncio.to_thread(sitemaps.unpacked, response.body)
    return response, body, sitemaps.kind_of(body)


def _closest_listed(query: Query, body: bytes) -> list[Found]:
    entries = sitemaps.entries_of(body, kind="urlset")
    return closest(query, (entry.found() for entry in entries if entry.may_be_in(query)))
