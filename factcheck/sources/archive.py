"""Bytes kept by their SHA-256, and WARC records of how they were got.

Storage comes before the database: a file without a row is an orphan for later, a row without its file would be a
lie. Sources: WARC/1.1 (ISO 28500:2017); RFC 9112 section 7.1 for the dechunked headers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from factcheck.sources.errors import SourceError
from factcheck.sources.http import Hop, Response
from factcheck.sources.http.messages import RawHeaders

STORAGE_ALIAS = "snapshots"
WARC_SOFTWARE = "factcheck"

_SECRET_HEADERS = frozenset(
    {"authorization", "cookie", "proxy-authorization", "x-goog-api-key", "x-subscription-token"}
)
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Corrupt(SourceError):
    """What is stored under a digest no longer has that digest."""


@dataclass(frozen=True)
class Stored:
    """Where a body lies; ``path`` is relative to the storage."""

    sha256: str
    size_bytes: int
    path: str


class _ReceivedHead(StatusAndHeaders):  # type: ignore[misc]
    """A header block with the very bytes given: warcio alone percent-encodes what is not ASCII."""

    def __init__(self, first_line: str, block: bytes) -> None:
        super().__init__(first_line, [])
        self._block = block

    def compute_headers_buffer(self, header_filter: object = None) -> None:  # noqa: ARG002
        self.headers_buff = self._block


def sha256_of(body: bytes) -> str:
    """Return the digest a body is addressed by: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(body).hexdigest()


def path_of(sha256: str) -> str:
    """Return the storage path of a digest.

    Raises:
        ValueError: not a SHA-256 in lower-case hexadecimal.
    """
    if not _DIGEST.fullmatch(sha256):
        raise ValueError(f"not a SHA-256: {sha256[:80]!r}")
    return f"sha256/{sha256[:2]}/{sha256[2:4]}/{sha256}"


def store(body: bytes) -> Stored:
    """Keep ``body``; storing the same bytes again changes nothing.

    A half-written or damaged file of that name, left by a crash, is replaced.
    """
    sha256 = sha256_of(body)
    path = path_of(sha256)
    storage = _storage()
    if storage.exists(path):
        if sha256_of(_read(storage, path)) == sha256:
            return Stored(sha256, len(body), path)
        storage.delete(path)
    saved = storage.save(path, ContentFile(body))
    if saved != path:  # another worker stored the same bytes in between and the storage evaded the name
        storage.delete(saved)
    return Stored(sha256, len(body), path)


def load(sha256: str) -> bytes:
    """Return the bytes kept under ``sha256``.

    Raises:
        FileNotFoundError: nothing is kept there.
        Corrupt: ``digest_mismatch``: they were changed since.
    """
    body = _read(_storage(), path_of(sha256))
    if sha256_of(body) != sha256:
        raise Corrupt("digest_mismatch", sha256)
    return body


def exists(sha256: str) -> bool:
    """Tell whether something is kept under ``sha256``."""
    return _storage().exists(path_of(sha256))


def warc_bytes(capture: Response) -> bytes:
    """Return a WARC/1.1 file of ``capture``: warcinfo, its redirects, the response as received, and the request."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    writer.write_record(writer.create_warcinfo_record("capture.warc.gz", {"software": WARC_SOFTWARE}))
    moment = capture.started_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    for hop in capture.hops:
        warc_headers = {"WARC-IP-Address": hop.peer_address, "WARC-Date": moment}
        writer.write_record(_record(writer, "response", hop.url, _hop_head(hop), b"", warc_headers))
    warc_headers = {"WARC-IP-Address": capture.peer_address, "WARC-Date": moment}
    head = _response_head(capture)
    response = _record(writer, "response", capture.final_url, head, capture.wire_body, warc_headers)
    request = _record(writer, "request", capture.final_url, _request_head(capture), b"", {"WARC-Date": moment})
    writer.write_request_response_pair(request, response)
    return out.getvalue()


def _record(
    writer: WARCWriter, kind: str, url: str, head: _ReceivedHead, body: bytes, warc_headers: dict[str, str]
) -> ArcWarcRecord:
    # With its length known, warcio needs no temporary file (which it would not close).
    return writer.create_warc_record(
        url, kind, payload=BytesIO(body), length=len(body), http_headers=head, warc_headers_dict=warc_headers
    )


def _hop_head(hop: Hop) -> _ReceivedHead:
    return _head(f"HTTP/1.1 {hop.status} {hop.reason}".rstrip(), _dechunked(hop.raw_headers, 0))


def _response_head(capture: Response) -> _ReceivedHead:
    line = f"HTTP/{capture.http_version} {capture.status} {capture.reason}".rstrip()
    return _head(line, _dechunked(capture.raw_headers, len(capture.wire_body)))


def _request_head(capture: Response) -> _ReceivedHead:
    path = "/" + capture.final_url.partition("://")[2].partition("/")[2]
    sent = [
        (name.encode(), value.encode())
        for name, value in capture.request_headers
        if name.lower() not in _SECRET_HEADERS
    ]
    return _head(f"{capture.method} {path} HTTP/1.1", sent)


def _head(first_line: str, headers: Iterable[tuple[bytes, bytes]]) -> _ReceivedHead:
    lines = [first_line.encode("utf-8", "surrogateescape"), *(name + b": " + value for name, value in headers)]
    return _ReceivedHead(first_line, b"\r\n".join(lines) + b"\r\n\r\n")


def _dechunked(raw_headers: RawHeaders, size_bytes: int) -> list[tuple[bytes, bytes]]:
    """Return the headers made true for a body whose transfer encoding is already undone."""
    headers: list[tuple[bytes, bytes]] = []
    is_chunked = False
    for name, value in raw_headers:
        if name.lower() == b"transfer-encoding":
            is_chunked = True
            headers.append((b"X-Archive-Orig-" + name, value))
        else:
            headers.append((name, value))
    if is_chunked:
        headers.append((b"Content-Length", str(size_bytes).encode()))
    return headers


def _storage() -> Storage:
    return storages[STORAGE_ALIAS]


def _read(storage: Storage, path: str) -> bytes:
    with storage.open(path, "rb") as file:
        body: bytes = file.read()
    return body
