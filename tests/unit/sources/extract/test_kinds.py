from __future__ import annotations

from collections.abc import Callable

import pytest

from factcheck.sources.extract import ExtractionRefused, extract, extract_pdf, extract_text, pdf, sniff


def make_pdf(*lines: str, pages: int = 1, encrypted: bool = False) -> bytes:
    """A small PDF with one line of text a page."""
    count = max(pages, len(lines))
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {count} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n in range(count):
        line = lines[n] if n < len(lines) else ""
        stream = f"BT /F1 12 Tf 20 100 Td ({line}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 200] /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append("<< /Title (Statement) /Author (Press office) /CreationDate (D:20211217120000Z) >>")
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    locked = ""
    if encrypted:
        locked = f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O <{'00' * 32}> /U <{'00' * 32}> >> /ID [<00> <00>]"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {locked} >>"
    return (
        out
        + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{len(out)}\n%%EOF".encode()
    )


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(ExtractionRefused) as caught:
        call()
    return caught.value.reason


def test_a_pdf_gives_text_and_metadata() -> None:
    found = extract(make_pdf("The first page of the statement.", "The second page."), "", "application/pdf")
    assert found.text == "The first page of the statement.\n\nThe second page."
    assert (found.title, found.byline, found.published_at_source) == ("Statement", "Press office", "pdf")
    assert found.published_at is not None
    assert found.published_at.date().isoformat() == "2021-12-17"
    assert found.language == "en"


def test_a_scan_without_text_is_almost_empty() -> None:
    assert extract_pdf(make_pdf()).is_almost_empty


def test_broken_and_encrypted_pdfs_are_refused_by_name() -> None:
    assert refused(lambda: extract_pdf(b"%PDF-1.4 and then nothing")) == "broken"
    assert refused(lambda: extract_pdf(make_pdf("secret", encrypted=True))) == "encrypted"


def test_pdfs_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 2)
    assert refused(lambda: extract_pdf(make_pdf(pages=3))) == "too_large"
    monkeypatch.setattr(pdf, "MAX_SECONDS", -1.0)
    assert refused(lambda: extract_pdf(make_pdf())) == "too_slow"
    monkeypatch.setattr(pdf, "MAX_PDF_BYTES", 10)
    assert refused(lambda: extract_pdf(make_pdf())) == "too_large"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04rest", b"\x1f\x8brest", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a", b"MZ\x90", b"\x7fELF", b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0", b"GIF89a", b"RIFF....WEBP", b"#!/bin/sh", b"\xd0\xcf\x11\xe0", b"a\0b\0\0",
    ],
)  # fmt: skip
@pytest.mark.parametrize("content_type", ["text/html", "application/pdf", "text/plain", ""])
def test_archives_programs_and_pictures_are_refused_whatever_they_claim_to_be(data: bytes, content_type: str) -> None:
    assert refused(lambda: sniff(data, content_type)) == "wrong_type"


@pytest.mark.parametrize(
    ("data", "content_type", "kind"),
    [
        (b"<p>fragment", "text/html; charset=utf-8", "html"),
        (b"\xef\xbb\xbf <!DOCTYPE HTML>", "text/plain", "html"),
        (b"<!-- remark --><html>", "", "html"),
        (b"<?xml version='1.0'?>\n<html>", "application/xml", "html"),
        (b"%PDF-1.7", "text/html", "pdf"),
        (b"plain words", "text/plain", "text"),
        (b"plain words", "", "text"),
        ("слова".encode("utf-16"), "text/plain", "text"),
    ],
)
def test_kinds_are_told_by_bytes_first(data: bytes, content_type: str, kind: str) -> None:
    assert sniff(data, content_type) == kind


@pytest.mark.parametrize("content_type", ["application/json", "video/mp4", "application/x-thing"])
def test_other_declared_types_are_refused(content_type: str) -> None:
    assert refused(lambda: sniff(b"{}", content_type)) == "wrong_type"


def test_nothing_is_refused_as_empty() -> None:
    assert refused(lambda: extract(b" \n", "", "text/html")) == "empty"


def test_plain_text_stays_as_it_is() -> None:
    text = "  First line\nSecond «line».\n"
    assert extract_text(text.replace("\n", "\r\n").encode(), "text/plain").text == text
    assert extract_text("Договор не подписан.\n".encode("windows-1251"), "text/plain; charset=windows-1251").text == (
        "Договор не подписан.\n"
    )


def test_plain_text_has_a_limit() -> None:
    assert refused(lambda: extract_text(b"x" * 3_000_001, "text/plain")) == "too_large"
