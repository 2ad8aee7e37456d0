"""PDF to text, page by page, under a clock."""

from __future__ import annotations

import re
import threading
import time
from datetime import UTC, datetime

import pypdfium2

from factcheck.sources.errors import ExtractionRefused
from factcheck.sources.extract.document import Extracted
from factcheck.sources.extract.html import language_of

MAX_PDF_BYTES = 50 * 1024 * 1024
MAX_PAGES = 500
MAX_TEXT_CHARS = 3_000_000
MAX_SECONDS = 30.0

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")
_pdfium = threading.Lock()  # PDFium is not safe to call from several threads


def read_pdf(data: bytes) -> Extracted:
    """Return the text layer of a PDF; a scan without one gives an empty text.

    Raises:
        ExtractionRefused: ``too_large``, ``encrypted``, ``broken`` or ``too_slow``.
    """
    if len(data) > MAX_PDF_BYTES:
        raise ExtractionRefused("too_large", f"more than {MAX_PDF_BYTES:,} bytes")
    with _pdfium:
        try:
            return _read(data)
        except pypdfium2.PdfiumError as error:
            is_locked = getattr(error, "err_code", None) == _PASSWORD_ERROR or "assword" in str(error)
            raise ExtractionRefused("encrypted" if is_locked else "broken", str(error)[:200]) from error


def _read(data: bytes) -> Extracted:
    document = pypdfium2.PdfDocument(data)
    try:
        if len(document) > MAX_PAGES:
            raise ExtractionRefused("too_large", f"{len(document)} pages, at most {MAX_PAGES} are read")
        text = "\n\n".join(filter(None, _pages(document)))
        described = document.get_metadata_dict()
    finally:
        document.close()
    published_at = _day(described.get("CreationDate", ""))
    return Extracted(
        text=text,
        title=described.get("Title", "").strip()[:500],
        byline=described.get("Author", "").strip()[:500],
        published_at=published_at,
        published_at_source="pdf" if published_at else "",
        language=language_of(text),
    )


def _pages(document: pypdfium2.PdfDocument) -> list[str]:
    started_s = time.monotonic()
    texts: list[str] = []
    size_chars = 0
    for number in range(len(document)):
        if time.monotonic() - started_s > MAX_SECONDS:
            raise ExtractionRefused("too_slow", f"page {number} not reached in {MAX_SECONDS:.0f} s")
        page = document[number]
        text_page = page.get_textpage()
        texts.append(_tidy(text_page.get_text_range()))
        text_page.close()
        page.close()
        size_chars += len(texts[-1])
        if size_chars > MAX_TEXT_CHARS:
            raise ExtractionRefused("too_large", f"more than {MAX_TEXT_CHARS:,} characters")
    return texts


def _tidy(text: str) -> str:
    # PDFium marks a hyphen at a line's end with U+FFFE (or U+0002): the word goes on.
    joined = re.sub("[\ufffe\x02]\\s*", "", text.replace("\r\n", "\n").replace("\r", "\n"))
    return joined.replace("\0", "").strip()


def _day(text: str) -> datetime | None:
    match = _DATE.match(text)
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC) if match else None
    except ValueError:
        return None
