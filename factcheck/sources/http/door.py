"""The door all outbound HTTP goes through: guarded, capped, without memory of cookies or credentials."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from types import TracebackType

import aiohttp
from aiohttp.abc import AbstractResolver

from factcheck.sources.errors import FetchFailed, Refused
from factcheck.sources.http.exchange import Exchange, PeerResponse, is_redirect
from factcheck.sources.http.guard import GuardedResolver, SystemResolver, admit, guarded_socket
from factcheck.sources.http.messages import Hop, Request, Response
from factcheck.sources.http.settings import DoorSettings, current_settings
from factcheck.sources.http.urls import join_url, parse_url

MAX_CONNECTIONS = 256
# brotli is decoded when sent but not asked for: readers of WARC files stumble over it.
_OWN_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/pdf,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}
_KEPT_ACROSS_ORIGINS = frozenset(
    {"accept", "accept-language", "if-none-match", "if-modified-since", "range", "user-agent"}
)


class Door:
    """An async context manager around one session; may fetch many things at once.

    A resolver given here is the caller's to close.
    """

    def __init__(self, settings: DoorSettings | None = None, *, resolver: AbstractResolver | None = None) -> None:
        self._settings = settings or current_settings()
        self._given_resolver = resolver or self._settings.resolver
        self._own_resolver: SystemResolver | None = None
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Door:
        if self._given_resolver is None:
            self._own_resolver = SystemResolver()
        resolver = self._given_resolver or self._own_resolver
        assert resolver is not None
        self._session = _open_session(self._settings, resolver)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        session, self._session = self._session, None
        if session is not None:
            await session.close()
        if self._own_resolver is not None:
            await self._own_resolver.close()

    async def fetch(self, request: Request) -> Response:
        """Return the answer to ``request`` after at most five redirects, whatever its status.

        Raises:
            Refused: an address, redirect or answer our rules forbid.
            FetchFailed: the network or the other side failed.
        """
        if self._session is None:
            raise RuntimeError("open the door first: async with Door() as door")
        exchange = Exchange(self._session, self._settings, request)
        clock = asyncio.timeout(request.timeout_s)
        try:
            async with clock:
                return await self._follow(exchange, request)
        except TimeoutError as error:
            raise FetchFailed("timeout", f"not done after {request.timeout_s:g} s") from error

    async def _follow(self, exchange: Exchange, request: Request) -> Response:
        target = parse_url(request.url)
        headers = {**_OWN_HEADERS, "User-Agent": self._settings.user_agent, **request.headers}
        hops: list[Hop] = []
        while True:
            response = await exchange.run(admit(target, self._settings), headers)
            if not is_redirect(request, response.status, response.headers):
                return replace(response, hops=tuple(hops))
            hops.append(_hop(response))
            origin = target.origin
            target = parse_url(join_url(target.url, hops[-1].location))
            self._check_redirect(target.url, hops)
            if target.origin != origin:
                headers = _without_secrets(headers)

    def _check_redirect(self, url: str, hops: list[Hop]) -> None:
        if any(hop.url == url for hop in hops):
            raise Refused("redirect_loop", url[:300])
        if len(hops) > self._settings.max_redirects:
            raise Refused("too_many_redirects", f"more than {self._settings.max_redirects}")


def fetch_once(url: str) -> Response:
    """Fetch ``url`` through the door, from synchronous code and without Django.

    Raises:
        Refused: an address, redirect or answer our rules forbid.
        FetchFailed: the network or the other side failed.
    """

    async def fetch() -> Response:
        async with Door() as door:
            return await door.fetch(Request(url))

    return asyncio.run(fetch())


def _open_session(settings: DoorSettings, resolver: AbstractResolver) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        resolver=GuardedResolver(resolver),
        socket_factory=guarded_socket,
        use_dns_cache=False,  # a shared answer would not belong to this hop's permit
        ssl=settings.tls or _system_trust(),
        limit=MAX_CONNECTIONS,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        response_class=PeerResponse,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=settings.connect_timeout_s),
        max_line_size=settings.max_header_bytes,
        max_field_size=settings.max_header_bytes,
        max_headers=settings.max_headers,
        read_bufsize=64 * 1024,
    )


@cache
def _system_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _hop(response: Response) -> Hop:
    return Hop(
        url=response.final_url,
        status=response.status,
        reason=response.reason,
        location=response.headers["Location"],
        peer_address=response.peer_address,
        raw_headers=response.raw_headers,
    )


def _without_secrets(headers: Mapping[str, str]) -> dict[str, str]:
    kept = _KEPT_ACROSS_ORIGINS | {name.lower() for name in _OWN_HEADERS}
    return {name: value for name, value in headers.items() if name.lower() in kept}
