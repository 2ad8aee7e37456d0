"""What a document is, by its first bytes rather than by what a server calls it."""

from __future__ import annotations

import codecs
import re
from typing import Literal

from factcheck.sources.errors import ExtractionRefused

Kind = Literal["html", "pdf", "text"]

_HTML_START = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta|\?xml[^>]*>\s*<(?:!doctype\s+)?html)",
    re.I | re.S,
)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_REFUSED: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"MSCF", "archive"),
    (b"MZ", "executable"),
    (b"\x7fELF", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"\xca\xfe\xba\xbe", "executable"),
    (b"#!", "executable"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"RIFF", "media"),
    (b"OggS", "media"),
    (b"ID3", "media"),
    (b"\x1aE\xdf\xa3", "media"),
    (b"\xd0\xcf\x11\xe0", "office document"),
)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def sniff(data: bytes, content_type: str) -> Kind:
    """Return how to read ``data``.

    Raises:
        ExtractionRefused: ``empty``, or ``wrong_type`` for archives, programs, pictures and other binary data.
    """
    if not data.strip():
        raise ExtractionRefused("empty", "no bytes")
    for magic, name in _REFUSED:
        if data.startswith(magic):
            raise ExtractionRefused("wrong_type", name)
    if b"%PDF-" in data[:1024]:
        return "pdf"
    declared = content_type.partition(";")[0].strip().lower()
    head = data[:2048]
    if not data.startswith(_BOMS) and b"\0" in head:
        raise ExtractionRefused("wrong_type", "binary data")
    if declared in _HTML_TYPES or _HTML_START.match(head.removeprefix(codecs.BOM_UTF8)):
        return "html"
    if declared in {"", "application/octet-stream"} or declared.startswith("text/"):
        return "text"
    raise ExtractionRefused("wrong_type", declared[:100])
