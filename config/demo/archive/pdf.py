"""Writes plain text as a small, valid PDF.

Source: ISO 32000-1, 7.5 (file structure) and 9.6.2 (the standard fonts, which need no embedding)
"""

from __future__ import annotations

import textwrap
from datetime import datetime

LINE_CHARACTERS = 88
PAGE_LINES = 48


def write_pdf(*, title: str, author: str, text: str, created_at: datetime) -> bytes:
    """Return an A4 document in Helvetica with the title above the text.

    Args:
        text: paragraphs with an empty line between them.

    Raises:
        UnicodeEncodeError: for characters the font's encoding, cp1252, does not have.
    """
    lines = _lines(f"{title}\n\n{text}")
    pages = [lines[start : start + PAGE_LINES] for start in range(0, len(lines), PAGE_LINES)]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    info = b"<< /Title %s /Author %s /CreationDate (D:%s) >>" % (
        _string(title),
        _string(author),
        created_at.strftime("%Y%m%d%H%M%SZ").encode("ascii"),
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode("ascii"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        info,
    ]
    for number, page in enumerate(pages):
        objects += [_page(contents=6 + 2 * number), _stream(page)]
    return _file(objects)


def _lines(text: str) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n\n"):
        lines += [*textwrap.wrap(paragraph, LINE_CHARACTERS), ""]
    return lines


def _string(text: str) -> bytes:
    encoded = text.encode("cp1252")
    for special in (b"\\", b"(", b")"):
        encoded = encoded.replace(special, b"\\" + special)
    return b"(" + encoded + b")"


def _page(*, contents: int) -> bytes:
    return (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        f"/Resources << /Font << /F1 3 0 R >> >> /Contents {contents} 0 R >>"
    ).encode("ascii")


def _stream(lines: list[str]) -> bytes:
    shown = b"\n".join(_string(line) + b" Tj T*" for line in lines)
    content = b"BT /F1 11 Tf 15 TL 56 780 Td\n" + shown + b"\nET"
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _file(objects: list[bytes]) -> bytes:
    """Return header, numbered objects, cross-reference table and trailer."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 4 0 R >>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
