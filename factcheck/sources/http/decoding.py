"""Content decoding with a lid on it: a small body never grows past its caps.

Sources: RFC 9110 section 8.4; RFC 9659 (zstd windows of at most 8 MiB); RFC 1952 section 2.2 (gzip members).
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable
from typing import Protocol

import brotli

from factcheck.sources.errors import Refused

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

RATIO_FLOOR_BYTES = 1024 * 1024
MAX_MEMBERS = 64
_ZSTD_WINDOW_LOG = 23


class _Inflater(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


def decode(wire: bytes, *, encoding: str, max_decoded_bytes: int, max_ratio: int) -> bytes:
    """Return ``wire`` without its Content-Encoding.

    Args:
        encoding: the header's value; several encodings on top of each other are refused.

    Raises:
        Refused: ``bad_encoding``, ``too_large`` or ``compression_ratio``.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"} or not wire:
        return wire
    decoder = _DECODERS.get(name)
    if decoder is None:
        raise Refused("bad_encoding", f"Content-Encoding {name[:60]!r}")
    ratio_bytes = max(RATIO_FLOOR_BYTES, len(wire) * max_ratio)
    limit = min(ratio_bytes, max_decoded_bytes)
    try:
        body = decoder(wire, limit)
    except (zlib.error, zstd.ZstdError, brotli.error) as error:
        raise Refused("bad_encoding", f"{name}: {error}") from error
    if len(body) > limit:
        over_ratio = limit < max_decoded_bytes
        raise Refused("compression_ratio" if over_ratio else "too_large", f"more than {limit} bytes decoded")
    return body


def _members(wire: bytes, limit: int, *, start: Callable[[], _Inflater], magic: bytes) -> bytes:
    """Decode one stream after the other, stopping one byte past ``limit``."""
    out = bytearray()
    rest = wire
    for _ in range(MAX_MEMBERS):
        inflater = start()
        out += inflater.decompress(rest, limit + 1 - len(out))
        if len(out) > limit:
            return bytes(out)
        if not inflater.eof:
            raise Refused("bad_encoding", "the compressed body is cut off")
        rest = inflater.unused_data
        if not magic or not rest.startswith(magic):  # servers pad; whatever follows is not content
            return bytes(out)
    raise Refused("bad_encoding", "too many compressed members")


def _gzip(wire: bytes, limit: int) -> bytes:
    return _members(wire, limit, start=lambda: zlib.decompressobj(16 + zlib.MAX_WBITS), magic=b"\x1f\x8b")


def _deflate(wire: bytes, limit: int) -> bytes:
    # "deflate" means zlib, but many servers send the raw stream.
    is_zlib = len(wire) > 1 and wire[0] & 0x0F == 8 and (wire[0] * 256 + wire[1]) % 31 == 0
    window_bits = zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS
    return _members(wire, limit, start=lambda: zlib.decompressobj(window_bits), magic=b"")


def _zstd(wire: bytes, limit: int) -> bytes:
    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW_LOG}
    return _members(wire, limit, start=lambda: zstd.ZstdDecompressor(options=options), magic=b"\x28\xb5\x2f\xfd")


def _brotli(wire: bytes, limit: int) -> bytes:
    decompressor = brotli.Decompressor()
    out: bytes = decompressor.process(wire, output_buffer_limit=limit + 1)
    if len(out) <= limit and not decompressor.is_finished():
        raise Refused("bad_encoding", "the compressed body is cut off")
    return out


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "zstd": _zstd,
    "br": _brotli,
}
