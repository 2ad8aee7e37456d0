"""Pages to fetch: several loopback origins that answer slowly, each page with words of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ORIGINS = 4
SHORTEST_S, SPREAD_S = 0.05, 0.25
DEADLY = 66_666  # the page that tests.chaos.deadly dies of

PARAGRAPH = (
    "The alliance said on Tuesday, in note {page}, that it has no plan to station missiles in Ukraine, and officials "
    "in Brussels repeated that no member state has proposed to deploy troops there. Moscow had asked for guarantees."
)
DISTRACTION = (
    "Elsewhere the weather stayed mild, and the regional library of district {page} reported 1,{page} new readers "
    "since spring, most of them pupils who came for the reading room and stayed for the evening course in bookbinding."
)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        if not name.isdecimal():
            self._answer(404, b"")
            return
        threading.Event().wait(SHORTEST_S + int(name) * 37 % 100 / 100 * SPREAD_S)  # the site's latency
        self._answer(200, page(int(name)).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # the worker was killed

    def log_message(self, *args: object) -> None:
        return


class _Server(ThreadingHTTPServer):
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about connections of killed workers."""


def page(number: int) -> str:
    """Return the HTML of page ``number``."""
    words = "".join(f"<p>{text.format(page=number)}</p>" for text in (PARAGRAPH, DISTRACTION, PARAGRAPH))
    head = f"<!doctype html><html lang=en><head><title>Note {number}</title></head>"
    return f"{head}<body><article>{words}</article></body></html>"


@contextmanager
def served() -> Iterator[list[str]]:
    """Serve until left; yields the origins."""
    with ExitStack() as stack:
        servers = [stack.enter_context(_Server(("127.0.0.1", 0), _Handler)) for _ in range(ORIGINS)]
        threads = [threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}) for server in servers]
        for thread in threads:
            thread.start()
        try:
            yield [f"http://127.0.0.1:{server.server_port}" for server in servers]
        finally:
            for server in servers:
                server.shutdown()
            for thread in threads:
                thread.join()
