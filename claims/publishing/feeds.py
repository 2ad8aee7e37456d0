"""Feeds of published fact-checks: Data Commons DataFeed, Atom (RFC 4287) and JSON Feed 1.1.

The DataFeed leaves retracted checks out, since its readers take each item as a standing rating; the two feeds people
subscribe to keep them, marked, so that whoever read the check also hears of its end.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree as ET

from claims.publishing import claimreview
from claims.publishing.hygiene import printable, rfc3339
from claims.publishing.records import PublishedCheck, PublishedFeed
from factcheck.core.errors import TooLarge

MAX_ENTRIES = 1_000
MAX_DATA_FEED_ITEMS = 50_000

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"


def datacommons_feed(checks: Sequence[PublishedCheck]) -> dict[str, Any]:
    """Return the schema.org DataFeed that Data Commons and the Google Fact Check index read.

    Raises:
        TooLarge: more than ``MAX_DATA_FEED_ITEMS`` checks.

    Source: https://www.datacommons.org/factcheck/download (``item`` is a list, even of one).
    """
    _require_at_most(MAX_DATA_FEED_ITEMS, checks)
    elements: list[dict[str, Any]] = [
        {
            "@type": "DataFeedItem",
            "url": check.url,
            "dateCreated": rfc3339(check.published_at),
            "dateModified": rfc3339(check.modified_at),
            "item": [claimreview.build(check)],
        }
        for check in checks
        if not check.is_retracted
    ]
    feed: dict[str, Any] = {"@context": "https://schema.org", "@type": "DataFeed", "dataFeedElement": elements}
    if elements:
        feed["dateModified"] = max(element["dateModified"] for element in elements)
    return feed


def atom(checks: Sequence[PublishedCheck], feed: PublishedFeed) -> str:
    """Return an Atom document, entries in the order given.

    Raises:
        TooLarge: more than ``MAX_ENTRIES`` checks.
    """
    _require_at_most(MAX_ENTRIES, checks)
    root = ET.Element("feed", {"xmlns": _ATOM, f"{{{_XML}}}lang": feed.language})
    _add(root, "id", feed.feed_url)
    _add(root, "title", feed.title)
    _add(root, "updated", rfc3339(max((check.modified_at for check in checks), default=feed.updated_at)))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.feed_url)
    _add(root, "link", rel="alternate", type="text/html", href=feed.home_url)
    author = _add(root, "author")
    _add(author, "name", feed.publisher.name)
    _add(author, "uri", feed.publisher.url)
    for check in checks:
        _add_entry(root, check)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def json_feed(checks: Sequence[PublishedCheck], feed: PublishedFeed) -> dict[str, Any]:
    """Return a JSON Feed 1.1 document, items in the order given.

    Raises:
        TooLarge: more than ``MAX_ENTRIES`` checks.

    Source: https://www.jsonfeed.org/version/1.1/
    """
    _require_at_most(MAX_ENTRIES, checks)
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": printable(feed.title),
        "home_page_url": feed.home_url,
        "feed_url": feed.feed_url,
        "language": feed.language,
        "authors": [{"name": printable(feed.publisher.name), "url": feed.publisher.url}],
        "items": [_json_item(check) for check in checks],
    }


def _json_item(check: PublishedCheck) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": check.url,
        "url": check.url,
        "title": printable(check.headline),
        "summary": printable(check.summary),
        "date_published": rfc3339(check.published_at),
        "date_modified": rfc3339(check.modified_at),
        "authors": [{"name": printable(check.author_org.name), "url": check.author_org.url}],
        "language": check.language,
        "tags": [check.rating.rating_class],
    }
    if check.justification_html:
        item["content_html"] = _content(check)
    else:
        item["content_text"] = printable(check.summary)
    return item


def _add_entry(root: ET.Element, check: PublishedCheck) -> None:
    entry = _add(root, "entry")
    entry.set(f"{{{_XML}}}lang", check.language)
    _add(entry, "id", check.url)
    _add(entry, "title", check.headline)
    _add(entry, "published", rfc3339(check.published_at))
    _add(entry, "updated", rfc3339(check.modified_at))
    _add(entry, "link", rel="alternate", type="text/html", href=check.url)
    _add(_add(entry, "author"), "name", check.author_org.name)
    _add(entry, "category", term=check.rating.rating_class, label=check.rating.label)
    _add(entry, "summary", check.summary, type="text")
    _add(entry, "content", _content(check), type="html")


def _content(check: PublishedCheck) -> str:
    """Return the justification with its citations pointing at the page: a fragment alone leads nowhere in a reader.

    Sanitised HTML has ``<`` in tags only, so the pattern cannot occur in its text.
    """
    page = html.escape(check.url.split("#", 1)[0], quote=True)
    return printable(check.justification_html).replace('<a href="#', f'<a href="{page}#')


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, {name: printable(value) for name, value in attributes.items()})
    element.text = printable(text) or None
    return element


def _require_at_most(limit: int, checks: Sequence[PublishedCheck]) -> None:
    if len(checks) > limit:
        raise TooLarge(f"A feed holds at most {limit} fact-checks.")
