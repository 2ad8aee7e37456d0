from __future__ import annotations

import gzip
import zlib

import brotli
import pytest
from backports import zstd

from factcheck.sources.errors import Refused
from factcheck.sources.http.decoding import decode

TEXT = b"The same words again and again. " * 200
RAW_DEFLATE = zlib.compressobj(wbits=-15)
ENCODED = {
    "gzip": gzip.compress(TEXT),
    "X-GZIP ": gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]) + b"\0\0\0",
    "deflate": zlib.compress(TEXT),
    "Deflate": RAW_DEFLATE.compress(TEXT) + RAW_DEFLATE.flush(),
    "zstd": zstd.compress(TEXT),
    "br": brotli.compress(TEXT),
    "identity": TEXT,
    "": TEXT,
}


def decoded(wire: bytes, encoding: str, *, cap: int = 50_000_000, ratio: int = 100) -> bytes:
    return decode(wire, encoding=encoding, max_decoded_bytes=cap, max_ratio=ratio)


@pytest.mark.parametrize("encoding", ENCODED)
def test_each_encoding_gives_back_the_text(encoding: str) -> None:
    assert decoded(ENCODED[encoding], encoding) == TEXT


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd", "br"])
def test_a_body_may_fill_its_cap_but_not_pass_it(encoding: str) -> None:
    assert decoded(ENCODED[encoding], encoding, cap=len(TEXT)) == TEXT
    with pytest.raises(Refused, match="too_large"):
        decoded(ENCODED[encoding], encoding, cap=len(TEXT) - 1)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd", "br"])
def test_bombs_are_refused_by_their_ratio(encoding: str) -> None:
    zeros = bytes(20_000_000)
    bombs = {"gzip": gzip.compress, "deflate": zlib.compress, "zstd": zstd.compress, "br": brotli.compress}
    with pytest.raises(Refused, match="compression_ratio"):
        decoded(bombs[encoding](zeros), encoding)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "zstd", "br"])
def test_cut_off_or_mislabelled_bodies_are_refused(encoding: str) -> None:
    for wire in (ENCODED[encoding][:-3], b"<html>plain</html>"):
        with pytest.raises(Refused, match="bad_encoding"):
            decoded(wire, encoding)


@pytest.mark.parametrize("encoding", ["gzip, gzip", "gzip,br", "compress", "x" * 500])
def test_stacked_and_unknown_encodings_are_refused(encoding: str) -> None:
    with pytest.raises(Refused, match="bad_encoding"):
        decoded(b"anything", encoding)


def test_endless_members_are_refused() -> None:
    with pytest.raises(Refused, match="bad_encoding"):
        decoded(gzip.compress(b"") * 1000, "gzip")


def test_an_empty_body_needs_no_decoder() -> None:
    assert decoded(b"", "gzip") == b""
