"""Text and metadata out of documents, whoever wrote them. No Django, no network.

The readers are imported when the first document of their kind comes: their libraries take over half a second to load,
and every process of the service imports this package, while only those that analyse read documents.
"""

from __future__ import annotations

from importlib.metadata import version

from factcheck.sources.errors import ExtractionRefused
from factcheck.sources.extract.charset import decode_text
from factcheck.sources.extract.document import Extracted
from factcheck.sources.extract.kinds import Kind, sniff
from factcheck.sources.extract.markup import MAX_HTML_CHARS

# Raise the last number when our own code changes what comes out.
EXTRACTOR_VERSION = f"trafilatura/{version('trafilatura')} pypdfium2/{version('pypdfium2')} factcheck/1"

__all__ = [
    "EXTRACTOR_VERSION",
    "Extracted",
    "ExtractionRefused",
    "Kind",
    "extract",
    "extract_html",
    "extract_pdf",
    "extract_text",
    "sniff",
]


def extract(data: bytes, url: str, content_type: str) -> Extracted:
    """Return the text of a document of any kind we read.

    Raises:
        ExtractionRefused: ``empty``, ``wrong_type`` or what the reader of its kind refuses.
    """
    kind = sniff(data, content_type)
    if kind == "html":
        return extract_html(data, url, content_type)
    return extract_pdf(data) if kind == "pdf" else extract_text(data, content_type)


def extract_html(data: bytes, url: str, content_type: str) -> Extracted:
    """Return the main text of a page and what it says about itself; a page without text gives an empty text.

    Args:
        data: as received, content encodings undone.
        url: where it was read, for relative links.
        content_type: the response header, for its charset; may be empty.

    Raises:
        ExtractionRefused: ``too_large``, ``hostile_markup`` or ``broken``.
    """
    from factcheck.sources.extract.html import read_html

    return read_html(data, url, content_type)


def extract_pdf(data: bytes) -> Extracted:
    """Return the text of a PDF, page after page.

    Raises:
        ExtractionRefused: ``too_large``, ``encrypted``, ``broken`` or ``too_slow``.
    """
    from factcheck.sources.extract.pdf import read_pdf

    return read_pdf(data)


def extract_text(data: bytes, content_type: str) -> Extracted:
    """Return plain text unchanged but for its encoding and line ends.

    Raises:
        ExtractionRefused: ``too_large``.
    """
    if len(data) > 4 * MAX_HTML_CHARS:
        raise ExtractionRefused("too_large", f"more than {MAX_HTML_CHARS:,} characters")
    text = decode_text(data, content_type).replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if len(text) > MAX_HTML_CHARS:
        raise ExtractionRefused("too_large", f"more than {MAX_HTML_CHARS:,} characters")
    from factcheck.sources.extract.html import language_of

    return Extracted(text=text, language=language_of(text))
