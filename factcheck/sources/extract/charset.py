"""Bytes to text, believing the byte order mark, then the server, then the page, then the bytes themselves.

Source: HTML Living Standard, "determining the character encoding"; legacy labels by the WHATWG Encoding Standard.
"""

from __future__ import annotations

from charset_normalizer import from_bytes
from w3lib.encoding import html_to_unicode

DETECT_BYTES = 64 * 1024
_MAX_BROKEN_SHARE = 0.005


def decode_text(data: bytes, content_type: str) -> str:
    """Return ``data`` as text; what cannot be decoded becomes U+FFFD."""
    text: str
    _, text = html_to_unicode(content_type or None, data, auto_detect_fun=_detect)
    if text.count("\ufffd") > len(text) * _MAX_BROKEN_SHARE:  # the label lied
        guess = _detect(data)
        detected = data.decode(guess, errors="replace") if guess else text
        text = min(text, detected, key=lambda candidate: candidate.count("\ufffd"))
    return text


def _detect(data: bytes) -> str | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(_markup_free(data)).best()
        return best.encoding if best else None
    return "utf-8"


def _markup_free(data: bytes) -> bytes:
    """Return a sample without tags: ASCII names of elements outweigh short text and mislead detection."""
    sample = bytearray()
    for piece in data[: 4 * DETECT_BYTES].split(b"<"):
        sample += piece.rpartition(b">")[2]
        if len(sample) >= DETECT_BYTES:
            break
    return bytes(sample) if any(byte > 127 for byte in sample) else data[:DETECT_BYTES]
