"""A loopback server that answers as a test's function says, and the one call every provider test makes."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from factcheck.sources.http import Door, DoorSettings
from factcheck.sources.providers import KINDS, Account, Found, Query


@dataclass(frozen=True)
class Asked:
    path: str
    parameters: dict[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Respond = Callable[[Asked], Answer]


class Peer:
    """What the server heard, and where it is."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.asked: list[Asked] = []


@contextmanager
def served(respond: Respond) -> Iterator[Peer]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = Asked(parts.path, dict(parse_qsl(parts.query)), dict(self.headers.items()))
            peer.asked.append(asked)
            answer = respond(asked)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            try:
                self.wfile.write(answer.body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True  # the door hung up on a body beyond its cap

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    peer = Peer(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.02))
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def search(
    kind: str, query: Query, base_url: str, *, api_key: str = "", allowed: tuple[str, ...] | None = None
) -> list[Found]:
    """Ask a provider through a real door that may reach the base URL's origin, or exactly ``allowed``."""
    parts = urlsplit(base_url)
    origins = (f"{parts.scheme}://{parts.netloc}",) if allowed is None else allowed

    async def run() -> list[Found]:
        async with Door(DoorSettings(allowed_private_origins=frozenset(origins))) as door:
            return await KINDS[kind].search(query, Account(base_url, api_key), door)

    return asyncio.run(run())


def as_json(value: Any, **headers: str) -> Answer:
    return Answer(json.dumps(value).encode(), headers={"Content-Type": "application/json", **headers})


def question(text: str = "Nato places missiles in Ukraine", **changes: Any) -> Query:
    return Query(**({"text": text, "language": "en", "since": None, "until": None, "limit": 10} | changes))
