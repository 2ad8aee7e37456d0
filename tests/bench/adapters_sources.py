"""The source tools in the shapes the public benchmark runners ask for."""

from __future__ import annotations

from factcheck.sources.robots import allowed

robots = allowed


def extraction(html: str, url: str) -> str:
    """Return the main text of a page given as decoded HTML."""
    from factcheck.sources.extract import extract_html

    return extract_html(html.encode(), url, "text/html; charset=utf-8").text
