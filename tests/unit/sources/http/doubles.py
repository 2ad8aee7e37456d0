"""A raw loopback server, a resolver double and a recorder of dialled addresses."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from aiohttp.abc import AbstractResolver, ResolveResult

Answer = Callable[[str, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class LoopbackServer:
    port: int
    connects: int = 0
    requests: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@asynccontextmanager
async def serve(answer: Answer, *, host: str = "127.0.0.1") -> AsyncIterator[LoopbackServer]:
    """Serve ``answer(head of the request, writer)`` on ``host``, one request a connection."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connects += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            server.requests.append(head)
            await answer(head, writer)
            await writer.drain()
        writer.close()

    listener = await asyncio.start_server(handle, host, 0)
    server = LoopbackServer(listener.sockets[0].getsockname()[1])
    try:
        yield server
    finally:
        listener.close()


def reply(body: bytes = b"hello", *, status: str = "200 OK", headers: str = "") -> Answer:
    async def answer(head: str, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body)

    return answer


class FakeResolver(AbstractResolver):
    """Names from a table; a list of lists gives another answer at each question."""

    def __init__(self, names: dict[str, list[str]], changing: dict[str, list[list[str]]] | None = None) -> None:
        self.names = names
        self.changing = changing or {}
        self.asked: list[str] = []

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        self.asked.append(host)
        answers = self.names.get(host)
        if host in self.changing:
            turns = self.changing[host]
            answers = turns.pop(0) if len(turns) > 1 else turns[0]
        if answers is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address in answers
        ]

    async def close(self) -> None:
        """Nothing is held."""
