"""Serves the sample archive from loopback, one origin an outlet: ``python -m config.demo.origins``.

Used by the demo and by tests. Ports are those the system gives out, so several copies can run side by side.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from config.demo.archive import library, pages, sites
from config.demo.archive.library import OUTLETS, Article, Role
from config.demo.archive.sites import SITES, Asked, Reply, Site

HOST = "127.0.0.1"
IDLE_S = 30
MOST_PARAMETERS = 50
FACTCHECK_KEY = "demo"


@dataclass(frozen=True)
class Origins:
    """Where the running archive is. ``base_urls``: origin's name to its address, without a final slash."""

    base_urls: dict[str, str]

    @property
    def private_origins(self) -> str:
        """The value FETCH_ALLOWED_PRIVATE_ORIGINS needs."""
        return ",".join(self.base_urls.values())

    @property
    def accounts(self) -> tuple[tuple[str, str, str], ...]:
        """Kind, name and base URL of each provider; the key of ``google_factcheck`` is FACTCHECK_KEY."""
        return (
            ("feed", OUTLETS["wire"], self.base_urls["wire"] + sites.ATOM_PATH),
            ("mediawiki", OUTLETS["encyclopaedia"], self.base_urls["encyclopaedia"] + sites.WIKI_API_PATH),
            ("archive", OUTLETS["newsroom"], self.base_urls["newsroom"] + sites.SITEMAP_PATH),
            ("google_factcheck", "Fact-check index", self.base_urls["factcheck"] + sites.FACTCHECK_PATH),
        )

    @property
    def sample_url(self) -> str:
        """The article the demo takes its claim from."""
        return self.url_of(library.sample())

    @property
    def given_urls(self) -> tuple[str, ...]:
        """What a person would give by hand: the press office's pages, its PDF, the page robots.txt closes."""
        return tuple(self.url_of(article) for article in library.of_origin("press_office"))

    @property
    def script_only_url(self) -> str:
        """A page with almost no text."""
        return self.base_urls["newsroom"] + sites.TICKER_PATH

    def urls_with_role(self, role: Role) -> tuple[str, ...]:
        """Return the addresses of all articles that are this to the sample claim, newest first."""
        return tuple(self.url_of(article) for article in library.articles() if article.role == role)

    def url_of(self, article: Article) -> str:
        """Return the address of an article."""
        return self.base_urls[article.origin] + sites.path_of(article)


class _Server(ThreadingHTTPServer):
    """One origin; its address is known only after it is bound, and only then can its pages be written."""

    def __init__(self, name: str) -> None:
        super().__init__((HOST, 0), _Handler)
        self.name = name
        self.base_url = f"http://{HOST}:{self.server_address[1]}"
        self.site: Site = SITES[name](self.base_url)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleArchive"
    sys_version = ""
    timeout = IDLE_S
    server: _Server

    def do_GET(self) -> None:
        """Answer with headers and body."""
        self._send(self._reply(), with_body=True)

    def do_HEAD(self) -> None:
        """Answer with headers."""
        self._send(self._reply(), with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Keep quiet: the demo prints its own steps."""

    def _reply(self) -> Reply:
        parts = urlsplit(self.path)
        # Addresses may spell a path with or without percent-encoding, such as claims%3Asearch.
        answer = self.server.site.get(quote(unquote(parts.path), safe="/:"))
        try:
            parameters = dict(parse_qsl(parts.query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS))
        except ValueError:
            return self._message("Bad request", status=400)
        if answer is None:
            return self._message("Page not found", status=404)
        if isinstance(answer, Reply):
            return answer
        return answer(Asked(parameters, {name.lower(): value for name, value in self.headers.items()}))

    def _message(self, title: str, *, status: int) -> Reply:
        outlet = OUTLETS.get(self.server.name, "Fact-check index")
        return Reply(pages.message_page(title, outlet).encode(), "text/html; charset=utf-8", status=status)

    def _send(self, reply: Reply, *, with_body: bool) -> None:
        etag = f'"{hashlib.sha256(reply.body).hexdigest()[:32]}"'
        is_unchanged = reply.modified_at is not None and self._is_fresh(etag, reply.modified_at)
        self.send_response(304 if is_unchanged else reply.status)
        if reply.modified_at is not None:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", format_datetime(reply.modified_at, usegmt=True))
        if not is_unchanged:
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        if with_body and not is_unchanged:
            self.wfile.write(reply.body)

    def _is_fresh(self, etag: str, modified_at: datetime) -> bool:
        """Return whether the client's copy is current; If-None-Match goes first (RFC 9110, 13.2.2)."""
        known = self.headers.get("If-None-Match")
        if known is not None:
            return etag in {tag.strip().removeprefix("W/") for tag in known.split(",")}
        since = self.headers.get("If-Modified-Since")
        if since is None:
            return False
        try:
            moment = parsedate_to_datetime(since)
        except ValueError:
            return False
        return modified_at <= (moment if moment.tzinfo else moment.replace(tzinfo=UTC))


@contextmanager
def serve() -> Iterator[Origins]:
    """Serve all origins until the block ends."""
    with ExitStack() as stack:
        servers = [stack.enter_context(_running(name)) for name in SITES]
        yield Origins({server.name: server.base_url for server in servers})


@contextmanager
def _running(name: str) -> Iterator[_Server]:
    with _Server(name) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def main() -> None:
    """Serve until Ctrl-C and say where."""
    with serve() as origins:
        for name, url in origins.base_urls.items():
            print(f"{name:<14} {url}/")
        print(f"sample article {origins.sample_url}")
        print(f"FETCH_ALLOWED_PRIVATE_ORIGINS={origins.private_origins}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print("stopped")


if __name__ == "__main__":
    main()
