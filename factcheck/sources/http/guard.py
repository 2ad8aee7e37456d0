"""The address policy at three moments: on the URL, on the name's answers, on the address actually dialled.

A permit travels with each hop in a context variable, because aiohttp's connector hooks see neither URL nor
scheme and connections of several requests are made side by side. What the resolver vetted is what gets dialled:
there is no second resolution in between.
"""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field

from aiohappyeyeballs import AddrInfoType
from aiohttp.abc import AbstractResolver, ResolveResult

from factcheck.sources.errors import Refused
from factcheck.sources.http.addresses import is_public, parse_address
from factcheck.sources.http.settings import DoorSettings
from factcheck.sources.http.urls import Target

MAX_ANSWERS = 32
RESOLVER_THREADS = 32
_PRIVATE_SUFFIXES = (
    ".localhost",
    ".local",
    ".localdomain",
    ".internal",
    ".intranet",
    ".lan",
    ".home.arpa",
    ".corp",
    ".onion",
)


@dataclass
class Permit:
    """What the current hop may dial, and why it was refused, if it was."""

    target: Target
    is_private_allowed: bool
    vetted: set[str] = field(default_factory=set)
    refusal: Refused | None = None

    def refuse(self, reason: str, detail: str) -> Refused:
        """Note the refusal: aiohttp and its happy eyeballs may wrap or swallow what a hook raises."""
        self.refusal = Refused(reason, detail)
        return self.refusal


_permit: ContextVar[Permit] = ContextVar("factcheck_door_permit")


def admit(target: Target, settings: DoorSettings) -> Permit:
    """Check all that can be seen before a name is resolved, and start this hop's permit.

    Raises:
        Refused: ``port`` or ``blocked_address``.
    """
    permit = Permit(target, is_private_allowed=target.origin in settings.allowed_private_origins)
    if not permit.is_private_allowed:
        _check_host(target.host)
        if target.port not in settings.allowed_ports:
            raise Refused("port", str(target.port))
    _permit.set(permit)
    return permit


def guarded_socket(info: AddrInfoType) -> socket.socket:
    """Return a socket for an address the current permit covers: aiohttp's ``socket_factory``.

    Literal addresses never pass the resolver, so the check must be here too.
    """
    family, kind, protocol, _, dialled = info
    permit = _permit.get()
    host = str(dialled[0])
    address = parse_address(host)
    is_named = parse_address(permit.target.host) is None
    if address is None or (is_named and host not in permit.vetted):
        permit.refuse("blocked_address", f"{host} was not vetted")
    elif not permit.is_private_allowed and not is_public(address):
        permit.refuse("blocked_address", host)
    if permit.refusal is not None:
        raise PermissionError(str(permit.refusal))
    return socket.socket(family=family, type=kind, proto=protocol)


class GuardedResolver(AbstractResolver):
    """Asks another resolver and passes its answers on only if every one of them may be dialled."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        permit = _permit.get()
        answers = await self._inner.resolve(host, port, family)
        if not answers or len(answers) > MAX_ANSWERS:
            raise OSError(f"{len(answers)} addresses for {host}")
        for answer in answers:
            address = parse_address(answer["host"])
            if address is None or not (permit.is_private_allowed or is_public(address)):
                raise permit.refuse("blocked_address", f"{host} is {answer['host']}")
        permit.vetted.update(answer["host"] for answer in answers)
        return answers

    async def close(self) -> None:
        await self._inner.close()


class SystemResolver(AbstractResolver):
    """The machine's own resolver, in threads of its own: slow names must not hold up other work."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(RESOLVER_THREADS, thread_name_prefix="resolver")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        loop = asyncio.get_running_loop()
        answers = await loop.run_in_executor(self._threads, self._ask, host, port, family)
        return [
            ResolveResult(
                hostname=host,
                host=str(address[0]),
                port=port,
                family=answer_family,
                proto=protocol,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for answer_family, _, protocol, _, address in answers
            if answer_family in (socket.AF_INET, socket.AF_INET6)
        ]

    @staticmethod
    def _ask(host: str, port: int, family: int) -> list[tuple]:
        # Looked up at call time, so that whoever replaces socket.getaddrinfo is heard.
        return socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


def _check_host(host: str) -> None:
    address = parse_address(host)
    if address is not None:
        if not is_public(address):
            raise Refused("blocked_address", host)
    elif "." not in host or host.endswith(_PRIVATE_SUFFIXES):
        raise Refused("blocked_address", f"{host} is a local name")
