from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.test import override_settings
from multidict import CIMultiDict
from warcio.archiveiterator import ArchiveIterator

from factcheck.sources import archive
from factcheck.sources.http import Hop, Response

BODY = b"<p>There are no proposals to place missiles there.</p>"
DIGEST = archive.sha256_of(BODY)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    with override_settings(STORAGES={"snapshots": backend}):
        yield tmp_path


def files(root: Path) -> list[str]:
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_bodies_lie_under_their_digest(root: Path) -> None:
    stored = archive.store(BODY)
    assert stored == archive.Stored(DIGEST, len(BODY), f"sha256/{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}")
    assert files(root) == [stored.path]
    assert archive.load(DIGEST) == BODY
    assert archive.exists(DIGEST)


def test_storing_twice_keeps_one_file(root: Path) -> None:
    assert archive.store(BODY) == archive.store(BODY)
    assert len(files(root)) == 1


def test_two_workers_storing_the_same_bytes_leave_one_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.store(BODY)
    storage = archive._storage()
    exists = type(storage).exists
    first_look = iter([True])  # taken before the other worker's file was there
    monkeypatch.setattr(type(storage), "exists", lambda self, name: not next(first_look, False) and exists(self, name))
    archive.store(BODY)
    monkeypatch.undo()
    assert files(root) == [archive.path_of(DIGEST)]


def test_a_flipped_byte_is_found(root: Path) -> None:
    path = root / archive.store(BODY).path
    path.write_bytes(b"X" + BODY[1:])
    with pytest.raises(archive.Corrupt) as caught:
        archive.load(DIGEST)
    assert caught.value.reason == "digest_mismatch"


def test_a_half_written_file_is_replaced(root: Path) -> None:
    path = root / archive.store(BODY).path
    path.write_bytes(BODY[:5])
    archive.store(BODY)
    assert archive.load(DIGEST) == BODY
    assert len(files(root)) == 1


def test_what_was_never_stored_is_missing(root: Path) -> None:
    assert not archive.exists(DIGEST)
    with pytest.raises(FileNotFoundError):
        archive.load(DIGEST)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", DIGEST.upper(), DIGEST + "0", DIGEST[:-1] + "/"])
def test_only_digests_are_paths(name: str) -> None:
    with pytest.raises(ValueError, match="not a SHA-256"):
        archive.path_of(name)


def capture(wire: bytes, *raw: tuple[bytes, bytes], hops: tuple[Hop, ...] = ()) -> Response:
    return Response(
        status=200,
        reason="OK",
        headers=CIMultiDict(),
        body=BODY,
        final_url="http://paper.test/talks?x=1",
        hops=hops,
        wire_body=wire,
        raw_headers=raw,
        request_headers=(("Host", "paper.test"), ("User-Agent", "factcheck"), ("Authorization", "Bearer secret")),
        method="GET",
        http_version="1.1",
        peer_address="93.184.216.34",
        started_at=datetime(2021, 12, 21, 7, 30, 0, 123456, tzinfo=UTC),
    )


def read_back(data: bytes) -> list[dict[str, object]]:
    records = []
    for record in ArchiveIterator(BytesIO(data), check_digests="raise"):
        records.append(
            {
                "type": record.rec_type,
                "url": record.rec_headers.get_header("WARC-Target-URI"),
                "warc": record.rec_headers,
                "http": record.http_headers,
                "raw": record.raw_stream.read(),
            }
        )
    return records


def test_a_warc_holds_the_exchange_as_it_was() -> None:
    wire = gzip.compress(BODY)
    length = str(len(wire)).encode()
    data = archive.warc_bytes(
        capture(wire, (b"Content-Encoding", b"gzip"), (b"X-Thing", b"caf\xe9"), (b"Content-Length", length))
    )
    info, response, request = read_back(data)
    assert [info["type"], response["type"], request["type"]] == ["warcinfo", "response", "request"]
    assert response["raw"] == wire
    assert response["url"] == "http://paper.test/talks?x=1"
    assert b"X-Thing: caf\xe9\r\n" in gzip.decompress(data)
    assert response["warc"].get_header("WARC-IP-Address") == "93.184.216.34"
    assert response["warc"].get_header("WARC-Date") == "2021-12-21T07:30:00.123456Z"
    assert response["warc"].get_header("WARC-Payload-Digest")
    assert response["warc"].get_header("WARC-Block-Digest")
    assert response["warc"].protocol == "WARC/1.1"
    assert request["http"].statusline == "/talks?x=1 HTTP/1.1"
    assert request["warc"].get_header("WARC-Concurrent-To") == response["warc"].get_header("WARC-Record-ID")


def test_secrets_stay_out_of_the_archive() -> None:
    data = gzip.decompress(archive.warc_bytes(capture(BODY)))
    assert b"User-Agent: factcheck" in data
    assert b"secret" not in data


def test_dechunked_bodies_get_a_length() -> None:
    _, response, _ = read_back(archive.warc_bytes(capture(BODY, (b"Transfer-Encoding", b"chunked"))))
    assert response["raw"] == BODY
    assert response["http"].get_header("Transfer-Encoding") is None
    assert response["http"].get_header("X-Archive-Orig-Transfer-Encoding") == "chunked"
    assert response["http"].get_header("Content-Length") == str(len(BODY))


def test_redirects_are_records_too() -> None:
    hop = Hop(
        "http://paper.test/old",
        301,
        "Moved Permanently",
        "/talks?x=1",
        "93.184.216.34",
        ((b"Location", b"/talks?x=1"),),
    )
    _, redirect, response, _ = read_back(archive.warc_bytes(capture(BODY, hops=(hop,))))
    assert redirect["url"] == "http://paper.test/old"
    assert redirect["http"].get_header("Location") == "/talks?x=1"
    assert redirect["http"].get_statuscode() == "301"
    assert response["http"].get_statuscode() == "200"
