from __future__ import annotations

import asyncio
import gzip
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from factcheck.sources.http import Door, DoorSettings, FetchFailed, Refused, Request, Response, configure, fetch_once
from factcheck.sources.http import settings as door_settings
from tests.unit.sources.http.doubles import Answer, FakeResolver, LoopbackServer, reply, serve

QUICK = DoorSettings(slow_after_s=0.3, first_byte_timeout_s=0.5, connect_timeout_s=0.5)


def run(
    answer: Answer,
    *,
    path: str = "/",
    settings: DoorSettings = QUICK,
    request: Callable[[str], Request] = Request,
) -> tuple[Response, LoopbackServer]:
    """Fetch ``path`` from a server with ``answer`` whose origin is allowed."""

    async def main() -> tuple[Response, LoopbackServer]:
        async with serve(answer) as server:
            opened = replace(settings, allowed_private_origins=frozenset({server.origin}))
            async with Door(opened) as door:
                return await door.fetch(request(server.origin + path)), server

    return asyncio.run(main())


def refused_reason(answer: Answer, **options: object) -> str:
    with pytest.raises((Refused, FetchFailed)) as caught:
        run(answer, **options)  # type: ignore[arg-type]
    return caught.value.reason


def streaming(chunk: bytes, *, head: bytes = b"HTTP/1.1 200 OK\r\n\r\n", pause_s: float = 0.0) -> Answer:
    async def answer(_: str, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(pause_s)

    return answer


def raw(data: bytes) -> Answer:
    async def answer(_: str, writer: asyncio.StreamWriter) -> None:
        writer.write(data)

    return answer


async def silent(_: str, writer: asyncio.StreamWriter) -> None:
    await writer.drain()
    await asyncio.Event().wait()


def test_an_allowed_origin_answers_with_all_the_archive_needs() -> None:
    wire = gzip.compress(b"<p>hello</p>")
    response, server = run(reply(wire, headers="Content-Encoding: gzip\r\nX-Thing: a\r\nx-thing: b\r\n"), path="/a?b=1")
    assert (response.status, response.reason, response.http_version) == (200, "OK", "1.1")
    assert response.body == b"<p>hello</p>"
    assert response.wire_body == wire
    assert response.final_url == server.origin + "/a?b=1"
    assert response.headers["CONTENT-encoding"] == "gzip"
    assert (b"X-Thing", b"a") in response.raw_headers
    assert (b"x-thing", b"b") in response.raw_headers
    assert response.peer_address == "127.0.0.1"
    assert response.started_at.tzinfo is not None
    assert response.hops == ()
    assert dict(response.request_headers)["User-Agent"] == QUICK.user_agent


def test_requests_are_honest_and_ask_for_encodings_we_bound() -> None:
    _, server = run(reply(), settings=replace(QUICK, user_agent="desk/1 (+https://desk.example)"))
    assert "user-agent: desk/1 (+https://desk.example)\r\n" in server.requests[0].lower()
    assert "accept-encoding: gzip, deflate\r\n" in server.requests[0].lower()
    assert "cookie" not in server.requests[0].lower()


@pytest.mark.parametrize("status", ["404 Not Found", "429 Too Many Requests", "503 Busy"])
def test_statuses_are_answers_not_errors(status: str) -> None:
    response, _ = run(reply(b"no", status=status, headers="Retry-After: 7\r\n"))
    assert response.status == int(status[:3])
    assert response.headers["retry-after"] == "7"


def test_a_post_carries_its_body_and_follows_no_redirect() -> None:
    answer = reply(b"", status="307 Temporary Redirect", headers="Location: /elsewhere\r\n")
    response, server = run(answer, request=lambda url: Request(url, method="POST", body=b"{}"))
    assert response.status == 307
    assert server.connects == 1


def test_redirects_are_followed_and_listed() -> None:
    async def answer(head: str, writer: asyncio.StreamWriter) -> None:
        path = head.split()[1]
        location = {"/1": "/2", "/2": "3?x=ä"}.get(path)
        await (reply(b"there") if location is None else redirect(location))(head, writer)

    response, server = run(answer, path="/1")
    assert response.body == b"there"
    assert response.final_url == server.origin + "/3?x=%C3%A4"
    assert [(hop.status, hop.url) for hop in response.hops] == [
        (302, server.origin + "/1"),
        (302, server.origin + "/2"),
    ]


def redirect(location: str) -> Answer:
    return raw(f"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: {location}\r\n\r\n".encode())


def test_a_redirect_to_itself_is_a_loop() -> None:
    assert refused_reason(redirect("/loop"), path="/loop") == "redirect_loop"


def test_an_endless_chain_ends_after_five() -> None:
    seen: list[str] = []

    async def answer(head: str, writer: asyncio.StreamWriter) -> None:
        seen.append(head)
        await redirect(f"/{len(seen)}")(head, writer)

    assert refused_reason(answer, path="/start") == "too_many_redirects"
    assert len(seen) == 6


@pytest.mark.parametrize(
    "location", ["http://127.0.0.1:1/", "http://[::1]/", "http://localhost/", "http://169.254.169.254/"]
)
def test_an_allowed_origin_opens_no_other_by_redirect(location: str) -> None:
    assert refused_reason(redirect(location)) in {"blocked_address", "port"}


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://u:p@public.test/", "//127.1/", "http://a\\@b/"])
def test_redirects_obey_the_same_url_rules(location: str) -> None:
    assert refused_reason(redirect(location)) in {"scheme", "credentials", "bad_url"}


def test_callers_headers_do_not_follow_to_another_origin() -> None:
    async def main() -> list[str]:
        async with serve(reply()) as second, serve(redirect(second.origin + "/")) as first:
            settings = replace(QUICK, allowed_private_origins=frozenset({first.origin, second.origin}))
            async with Door(settings) as door:
                headers = {"X-Goog-Api-Key": "secret", "Authorization": "Bearer secret", "Accept-Language": "de"}
                await door.fetch(Request(first.origin + "/", headers=headers))
            assert "secret" in first.requests[0]
            return second.requests

    [asked] = asyncio.run(main())
    assert "secret" not in asked
    assert "Accept-Language: de" in asked


def test_the_scheme_is_part_of_an_allowed_origin() -> None:
    async def main() -> LoopbackServer:
        async with serve(reply()) as server:
            settings = replace(QUICK, allowed_private_origins=frozenset({server.origin}))
            async with Door(settings) as door:
                with pytest.raises(Refused):
                    await door.fetch(Request(server.origin.replace("http:", "https:")))
                with pytest.raises(Refused):
                    await door.fetch(Request(server.origin.replace("127.0.0.1", "localhost")))
            return server

    assert asyncio.run(main()).connects == 0


def test_an_allowed_name_may_be_private() -> None:
    async def main() -> Response:
        async with serve(reply()) as server:
            origin = f"http://archive.internal:{server.port}"
            resolver = FakeResolver({"archive.internal": ["127.0.0.1"]})
            async with Door(replace(QUICK, allowed_private_origins=frozenset({origin})), resolver=resolver) as door:
                return await door.fetch(Request(origin))

    assert asyncio.run(main()).status == 200


def test_a_bomb_is_refused() -> None:
    bomb = gzip.compress(bytes(30_000_000))
    assert refused_reason(reply(bomb, headers="Content-Encoding: gzip\r\n")) == "compression_ratio"


def test_bodies_end_at_their_cap() -> None:
    small = 200_000
    assert (
        refused_reason(streaming(b"x" * 65536), request=lambda url: Request(url, max_wire_bytes=small)) == "too_large"
    )
    announced = raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\nx")
    assert refused_reason(announced, request=lambda url: Request(url, max_wire_bytes=small)) == "too_large"


def test_a_trickling_body_is_too_slow() -> None:
    started_s = time.monotonic()
    assert refused_reason(streaming(b"x", pause_s=0.05)) == "too_slow"
    assert time.monotonic() - started_s < 5


def test_a_body_that_falls_silent_is_too_slow() -> None:
    async def answer(_: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        await silent(_, writer)

    assert refused_reason(answer) == "too_slow"


def test_no_first_byte_is_a_timeout() -> None:
    assert refused_reason(silent) == "timeout"


def test_the_whole_fetch_has_one_clock() -> None:
    slow = replace(QUICK, slow_after_s=30, first_byte_timeout_s=30)
    started_s = time.monotonic()
    reason = refused_reason(
        streaming(b"x", pause_s=0.05), settings=slow, request=lambda url: Request(url, timeout_s=0.4)
    )
    assert reason == "timeout"
    assert time.monotonic() - started_s < 5


@pytest.mark.parametrize(
    "flood",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 " + b"y" * 100_000 + b"\r\n\r\n",
    ],
    ids=["many", "long", "status line"],
)
def test_header_floods_are_refused(flood: bytes) -> None:
    assert refused_reason(raw(flood)) == "header_too_large"


def test_endless_headers_and_interim_answers_end() -> None:
    assert refused_reason(streaming(b"X: y\r\n" * 100, head=b"HTTP/1.1 200 OK\r\n")) == "header_too_large"
    assert refused_reason(streaming(b"HTTP/1.1 102 Processing\r\n\r\n", head=b"", pause_s=0.01)) == "timeout"


def test_what_is_not_http_is_a_bad_response() -> None:
    assert refused_reason(raw(b"220 mail.example ESMTP\r\n")) == "bad_response"


def test_broken_connections_are_named() -> None:
    assert refused_reason(raw(b"")) == "disconnected"
    assert refused_reason(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) == "disconnected"


def test_nobody_listening_is_connect_failed() -> None:
    async def main() -> None:
        async with serve(reply()) as server:
            origin = server.origin
        async with Door(replace(QUICK, allowed_private_origins=frozenset({origin}))) as door:
            await door.fetch(Request(origin))

    with pytest.raises(FetchFailed, match="connect_failed"):
        asyncio.run(main())


def test_plain_http_behind_https_is_a_tls_error() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        await writer.drain()
        writer.close()

    async def main() -> None:
        listener = await asyncio.start_server(greet, "127.0.0.1", 0)
        async with listener:
            origin = f"https://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
            settings = replace(QUICK, allowed_private_origins=frozenset({origin}))
            async with Door(settings) as door:
                await door.fetch(Request(origin))

    with pytest.raises(FetchFailed, match="tls_error"):
        asyncio.run(main())


def test_certificates_are_verified_by_default() -> None:
    from factcheck.sources.http.door import _system_trust

    assert _system_trust().verify_mode is ssl.CERT_REQUIRED
    assert _system_trust().check_hostname


def test_unknown_names_and_broken_resolvers_are_told_apart() -> None:
    class Broken(FakeResolver):
        async def resolve(self, *args: object, **kwargs: object) -> list:
            raise OSError("resolver unreachable")

    def reason(resolver: FakeResolver) -> str:
        async def main() -> None:
            async with Door(QUICK, resolver=resolver) as door:
                await door.fetch(Request("http://nowhere.test/"))

        with pytest.raises(FetchFailed) as caught:
            asyncio.run(main())
        return caught.value.reason

    assert reason(FakeResolver({})) == "dns_nxdomain"
    assert reason(Broken({})) == "dns_failure"
    assert reason(FakeResolver({"nowhere.test": []})) == "dns_failure"


def test_one_slow_server_holds_up_nobody() -> None:
    async def main() -> float:
        async with serve(silent) as slow, serve(reply()) as fast:
            settings = replace(
                QUICK, first_byte_timeout_s=2, allowed_private_origins=frozenset({slow.origin, fast.origin})
            )
            async with Door(settings) as door:
                waiting = asyncio.ensure_future(door.fetch(Request(slow.origin)))
                started_s = time.monotonic()
                await asyncio.gather(*(door.fetch(Request(fast.origin)) for _ in range(20)))
                elapsed_s = time.monotonic() - started_s
                with pytest.raises(FetchFailed):
                    await waiting
                return elapsed_s

    assert asyncio.run(main()) < 2


def test_fetch_once_reads_allowed_origins_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_settings._Configured, "settings", None)

    async def main(fetch: Callable[[str], Awaitable[Response]]) -> Response:
        async with serve(reply(b"plain")) as server:
            with pytest.raises(Refused):
                await fetch(server.origin)
            assert server.connects == 0
            monkeypatch.setenv("FETCH_ALLOWED_PRIVATE_ORIGINS", server.origin)
            return await fetch(server.origin)

    assert asyncio.run(main(lambda url: asyncio.to_thread(fetch_once, url))).body == b"plain"


def test_configured_settings_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_settings._Configured, "settings", None)
    monkeypatch.setenv("FETCH_ALLOWED_PRIVATE_ORIGINS", "http://127.0.0.1:9")
    configure(QUICK)
    assert door_settings.current_settings() is QUICK
