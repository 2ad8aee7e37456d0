"""The sitemap of public fact-checks (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from claims.publishing.hygiene import printable, rfc3339
from claims.publishing.records import PublishedCheck
from factcheck.core.errors import TooLarge

MAX_URLS = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(checks: Sequence[PublishedCheck]) -> str:
    """Return the sitemap as an XML document; retracted pages stay listed, since they stay readable.

    Raises:
        TooLarge: more than the 50,000 addresses the protocol allows in one file.
    """
    if len(checks) > MAX_URLS:
        raise TooLarge(f"A sitemap holds at most {MAX_URLS} addresses.")
    root = ET.Element("urlset", {"xmlns": _NAMESPACE})
    for check in checks:
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = printable(check.url)
        ET.SubElement(url, "lastmod").text = rfc3339(check.modified_at)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")
