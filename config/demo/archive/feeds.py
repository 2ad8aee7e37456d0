"""Atom, RSS and sitemaps of the archive.

Sources: RFC 4287 (Atom), https://www.rssboard.org/rss-specification, https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

_XML = '<?xml version="1.0" encoding="utf-8"?>\n'


@dataclass(frozen=True)
class Entry:
    """What a feed or sitemap says about one page. ``published_at`` is aware, UTC."""

    url: str
    title: str
    summary: str
    author: str
    published_at: datetime


def atom(*, feed_url: str, title: str, entries: Iterable[Entry]) -> str:
    """Return an Atom feed, entries in the order given."""
    listed = list(entries)
    parts = [
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
        f"<id>{escape(feed_url)}</id><title>{escape(title)}</title>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(feed_url)}/>',
        f"<updated>{_newest(listed).isoformat()}</updated>",
    ]
    parts += [
        f"<entry><id>{escape(entry.url)}</id><title>{escape(entry.title)}</title>"
        f"<link href={quoteattr(entry.url)}/><author><name>{escape(entry.author)}</name></author>"
        f"<published>{entry.published_at.isoformat()}</published>"
        f"<updated>{entry.published_at.isoformat()}</updated><summary>{escape(entry.summary)}</summary></entry>"
        for entry in listed
    ]
    return "\n".join([*parts, "</feed>\n"])


def rss(*, site_url: str, title: str, entries: Iterable[Entry]) -> str:
    """Return an RSS 2.0 feed, entries in the order given."""
    parts = [
        f'{_XML}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>',
        f"<title>{escape(title)}</title><link>{escape(site_url)}</link>",
        f"<description>{escape(title)}: latest reports</description><language>en</language>",
    ]
    parts += [
        f'<item><guid isPermaLink="true">{escape(entry.url)}</guid><link>{escape(entry.url)}</link>'
        f"<title>{escape(entry.title)}</title><dc:creator>{escape(entry.author)}</dc:creator>"
        f"<description>{escape(entry.summary)}</description>"
        f"<pubDate>{format_datetime(entry.published_at)}</pubDate></item>"
        for entry in entries
    ]
    return "\n".join([*parts, "</channel></rss>\n"])


def sitemap_index(urls: Iterable[tuple[str, datetime]]) -> str:
    """Return a sitemap index.

    Args:
        urls: pairs of a sitemap's address and the moment it last changed.
    """
    rows = "\n".join(
        f"<sitemap><loc>{escape(url)}</loc><lastmod>{changed.isoformat()}</lastmod></sitemap>" for url, changed in urls
    )
    return f'{_XML}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}\n</sitemapindex>\n'


def sitemap(*, outlet: str, entries: Iterable[Entry]) -> str:
    """Return a sitemap with the news extension, which carries titles."""
    rows = "\n".join(
        f"<url><loc>{escape(entry.url)}</loc><lastmod>{entry.published_at.isoformat()}</lastmod>"
        f"<news:news><news:publication><news:name>{escape(outlet)}</news:name>"
        "<news:language>en</news:language></news:publication>"
        f"<news:publication_date>{entry.published_at.isoformat()}</news:publication_date>"
        f"<news:title>{escape(entry.title)}</news:title></news:news></url>"
        for entry in entries
    )
    return (
        f'{_XML}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n{rows}\n</urlset>\n'
    )


def _newest(entries: list[Entry]) -> datetime:
    return max(entry.published_at for entry in entries)
