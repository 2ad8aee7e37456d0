"""HTML to main text and metadata."""

from __future__ import annotations

import py3langid
from lxml.etree import LxmlError
from lxml.html import HtmlElement
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import extract as trafilatura_extract
from trafilatura.utils import load_html

from factcheck.sources.errors import ExtractionRefused
from factcheck.sources.extract.charset import decode_text
from factcheck.sources.extract.document import Extracted
from factcheck.sources.extract.markup import MAX_HTML_CHARS, check_markup
from factcheck.sources.extract.metadata import read_metadata

MIN_LANGUAGE_CHARS = 20
LANGUAGE_SAMPLE_CHARS = 5_000


def read_html(data: bytes, url: str, content_type: str) -> Extracted:
    """Return the main text of a page and what it says about itself; a page without text gives an empty text.

    Args:
        content_type: the response header, for its charset; may be empty.

    Raises:
        ExtractionRefused: ``too_large``, ``hostile_markup`` or ``broken``.
    """
    if len(data) > 4 * MAX_HTML_CHARS:  # no encoding needs more bytes a character
        raise ExtractionRefused("too_large", f"more than {MAX_HTML_CHARS:,} characters of HTML")
    html = decode_text(data, content_type)
    check_markup(html)
    tree = _parse(html)
    metadata = read_metadata(tree, url)
    text = _main_text(tree, html, url)
    return Extracted(
        text=text,
        title=metadata.title,
        byline=metadata.byline,
        publisher=metadata.publisher,
        published_at=metadata.published_at,
        published_at_source=metadata.published_at_source,
        language=language_of(text) or _declared_language(tree),
        canonical_url=metadata.canonical_url,
    )


def language_of(text: str) -> str:
    """Return the ISO 639-1 code of ``text``, or nothing when there is too little of it."""
    if len(text) < MIN_LANGUAGE_CHARS:
        return ""
    code, _ = py3langid.classify(text[:LANGUAGE_SAMPLE_CHARS])
    return str(code)


def _parse(html: str) -> HtmlElement:
    try:
        tree = load_html(html)
    except (LxmlError, ValueError) as error:
        raise ExtractionRefused("broken", str(error)[:200]) from error
    if tree is None:
        raise ExtractionRefused("broken", "no elements found")
    return tree


def _main_text(tree: HtmlElement, html: str, url: str) -> str:
    """Return the article; when none is recognised (short notes, tables, lists), what the page shows."""
    article = trafilatura_extract(
        tree,
        url=url or None,
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
        output_format="txt",
    )
    return article or str(extract_plain_text(html, main_content=True, alt_texts=False, form_fields=False)).strip()


def _declared_language(tree: HtmlElement) -> str:
    root = tree if tree.tag == "html" else tree.find(".//html")
    declared = "" if root is None else (root.get("lang") or "")
    return declared.replace("_", "-").partition("-")[0].strip().lower()[:3]
