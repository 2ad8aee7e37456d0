"""oEmbed 1.0 (https://oembed.com): lets another site show a fact-check as a quotation with its rating."""

from __future__ import annotations

import html
from typing import Any

from claims.publishing.hygiene import one_line
from claims.publishing.records import PublishedCheck

WIDTH_PX = 600
HEIGHT_PX = 240
CACHE_AGE_S = 3600


def response(check: PublishedCheck, *, max_width: int | None = None, max_height: int | None = None) -> dict[str, Any]:
    """Return the ``rich`` response. Its HTML is a quotation and a link: no script, no style, no frame.

    Args:
        max_width: pixels the embedding page asked for, if it did.
        max_height: likewise.
    """
    organisation = check.author_org
    return {
        "version": "1.0",
        "type": "rich",
        "title": one_line(check.headline),
        "author_name": one_line(organisation.name),
        "author_url": organisation.url,
        "provider_name": one_line(organisation.name),
        "provider_url": organisation.url,
        "cache_age": CACHE_AGE_S,
        "width": _fitted(WIDTH_PX, max_width),
        "height": _fitted(HEIGHT_PX, max_height),
        "html": _quotation(check),
    }


def _fitted(size_px: int, limit_px: int | None) -> int:
    return size_px if limit_px is None else max(1, min(size_px, limit_px))


def _quotation(check: PublishedCheck) -> str:
    url, language = html.escape(check.url), html.escape(check.language)
    label = "Retracted" if check.is_retracted else check.rating.label
    return (
        f'<blockquote class="factcheck" lang="{language}" cite="{url}">'
        f"<p>{_text(check.claim_text)}</p>"
        f"<p><strong>{_text(label)}</strong> {_text('' if check.is_retracted else check.summary)}</p>"
        f'<footer><a href="{url}">{_text(check.author_org.name)}</a></footer>'
        "</blockquote>"
    )


def _text(value: str) -> str:
    return html.escape(one_line(value))
