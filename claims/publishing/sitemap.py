"""The sitemap of public fact-checks (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from xml.etree import ElementTree as ET

from claims.publishing.hygiene import printable, rfc3339
from factcheck.core.errors import TooLarge

MAX_URLS = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(pages: Iterable[tuple[str, datetime]]) -> str:
    """Return the sitemap as an XML document; retracted pages stay listed, since they stay readable.

    Args:
        pages: the absolute address of each page, and when it last changed.

    Raises:
        TooLarge: more than the 50,000 addresses the protocol allows in one file.
    """
    root = ET.Element("urlset", {"xmlns": _NAMESPACE})
    for address, changed_at in pages:
        if len(root) == MAX_URLS:
            raise TooLarge(f"A sitemap holds at most {MAX_URLS} addresses.")
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = printable(address)
        ET.SubElement(url, "lastmod").text = rfc3339(changed_at)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")
