"""One request and its answer over one aiohttp session: no redirects, but every cap and clock."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime

import aiohttp
from aiohttp.connector import Connection
from yarl import URL

from factcheck.sources.errors import FetchFailed, Refused
from factcheck.sources.http.decoding import decode
from factcheck.sources.http.failures import translate
from factcheck.sources.http.guard import Permit
from factcheck.sources.http.messages import Request, Response
from factcheck.sources.http.settings import DoorSettings

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_THREAD_FROM_BYTES = 256 * 1024


class PeerResponse(aiohttp.ClientResponse):
    """A response that remembers who answered, even after its connection went back to the pool."""

    peer_address = ""

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        transport = connection.transport
        peer = transport.get_extra_info("peername") if transport else None
        self.peer_address = str(peer[0]) if peer else ""
        return await super().start(connection)


class Exchange:
    """One hop: sends ``request`` to the permit's target and reads the answer within the limits."""

    def __init__(self, session: aiohttp.ClientSession, settings: DoorSettings, request: Request) -> None:
        self._session = session
        self._settings = settings
        self._request = request

    async def run(self, permit: Permit, headers: Mapping[str, str]) -> Response:
        """Return the answer; the body of a redirect that will be followed is not read.

        Raises:
            Refused: the answer breaks a cap, or the address policy struck while connecting.
            FetchFailed: the network or the other side failed.
        """
        try:
            return await self._run(permit, headers)
        except (aiohttp.ClientError, OSError) as error:
            if isinstance(error, TimeoutError) and not isinstance(error, aiohttp.ClientError):
                raise  # the clock of the whole fetch
            raise permit.refusal or translate(error) from error

    async def _run(self, permit: Permit, headers: Mapping[str, str]) -> Response:
        started_at = datetime.now(UTC)
        answer = await self._ask(permit, headers)
        async with answer:
            is_followed = is_redirect(self._request, answer.status, answer.headers)
            wire = b"" if is_followed else await self._read(answer)
            body = await self._decode(wire, answer)
        version = answer.version
        return Response(
            status=answer.status,
            reason=answer.reason or "",
            headers=answer.headers,
            body=body,
            final_url=permit.target.url,
            hops=(),
            wire_body=wire,
            raw_headers=tuple(answer.raw_headers),
            request_headers=tuple(answer.request_info.headers.items()),
            method=self._request.method,
            http_version=f"{version.major}.{version.minor}" if version else "1.1",
            peer_address=answer.peer_address if isinstance(answer, PeerResponse) else "",
            started_at=started_at,
        )

    async def _ask(self, permit: Permit, headers: Mapping[str, str]) -> aiohttp.ClientResponse:
        clock = asyncio.timeout(self._settings.first_byte_timeout_s)
        try:
            async with clock:
                return await self._session.request(
                    self._request.method,
                    URL(permit.target.url, encoded=True),
                    headers=headers,
                    data=self._request.body,
                    allow_redirects=False,
                )
        except TimeoutError as error:
            if clock.expired():
                raise FetchFailed("timeout", "no answer") from error
            raise

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        cap = self._request.max_wire_bytes
        if (answer.content_length or 0) > cap and self._request.method != "HEAD":
            raise Refused("too_large", f"{answer.content_length} bytes announced, {cap} allowed")
        wire = bytearray()
        started_s = time.monotonic()
        while chunk := await self._chunk(answer):
            wire += chunk
            if len(wire) > cap:
                raise Refused("too_large", f"more than {cap} bytes")
            elapsed_s = time.monotonic() - started_s
            if elapsed_s > self._settings.slow_after_s and len(wire) < elapsed_s * self._settings.min_bytes_per_s:
                raise FetchFailed("too_slow", f"{len(wire)} bytes in {elapsed_s:.0f} s")
        return bytes(wire)

    async def _chunk(self, answer: aiohttp.ClientResponse) -> bytes:
        clock = asyncio.timeout(self._settings.slow_after_s)
        try:
            async with clock:
                return await answer.content.readany()
        except TimeoutError as error:
            if clock.expired():
                raise FetchFailed("too_slow", "silence in the middle of the body") from error
            raise

    async def _decode(self, wire: bytes, answer: aiohttp.ClientResponse) -> bytes:
        encoding = ",".join(answer.headers.getall("Content-Encoding", []))
        caps = {"max_decoded_bytes": self._request.max_decoded_bytes, "max_ratio": self._settings.max_ratio}
        if encoding and len(wire) > _THREAD_FROM_BYTES:
            return await asyncio.to_thread(decode, wire, encoding=encoding, **caps)
        return decode(wire, encoding=encoding, **caps)


def is_redirect(request: Request, status: int, headers: Mapping[str, str]) -> bool:
    """Tell whether this answer sends us on. A POST is never repeated elsewhere."""
    return request.method in {"GET", "HEAD"} and status in REDIRECTS and "Location" in headers
