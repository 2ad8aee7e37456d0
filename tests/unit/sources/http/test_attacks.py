"""Addresses an attacker would try. Nothing but the one server treated as public may ever be dialled."""

from __future__ import annotations

import asyncio
import re
from ipaddress import IPv4Address
from urllib.parse import parse_qs, urlsplit

import pytest

from factcheck.sources.http import Door, DoorSettings, FetchFailed, Refused, Request, addresses, guard
from tests.unit.sources.http.doubles import FakeResolver, reply, serve

PUBLIC = "127.0.0.2"  # stands for a public server; every other address keeps its policy

ATTACKS = [
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "data:text/html,hi", "ftp://public.test/",
    "http://127.0.0.1/", "http://127.1/", "http://0177.0.0.1/", "http://017700000001/", "http://2130706433/",
    "http://0x7f000001/", "http://0/", "http://0.0.0.0/", "http://[::]/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:0:7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::7f00:1]/", "http://[2002:7f00:1::1]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "http://[2600::5efe:7f00:1]/", "http://[fe80::1]/",
    "http://[fe80::1%25lo]/", "http://[fd00:ec2::254]/", "http://[3fff::1]/", "http://[5f00::1]/", "http://[ff02::1]/",
    "http://100.100.100.200/latest/meta-data/", "http://169.254.169.254/", "http://168.63.129.16/",
    "http://192.0.0.192/opc/v1/instance/", "http://10.0.0.5/", "http://172.16.0.5/", "http://192.168.1.5/",
    "http://192.0.2.5/", "http://203.0.113.5/", "http://224.0.0.1/", "http://255.255.255.255/",
    "http://localhost/", "http://LOCALHOST./", "http://foo.localhost/", "http://redis/", "http://db.internal/",
    "http://metadata.google.internal/computeMetadata/v1/", "http://kubernetes.default.svc.local/",
    "http://127.0.0.1\\@public.test/", "http://public.test\\@127.0.0.1/", "http://public.test@127.0.0.1/",
    "http://127.0.0.1:80@public.test/",
    "http://%6c%6f%63%61%6c%68%6f%73%74/", "http://127%2e0%2e0%2e1/", "http://\uff11\uff12\uff17.0.0.1/",
    "http://127\u30020\u30020\u30021/", "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/",
    "http://public.test:65536/", "http://public.test:22/", "http://public.test:6379/", "http://public.test\r.evil/",
    "http://public.test\t@127.0.0.1/", "http://loop.test/", "http://cname.test/", "http://mixed.test/",
    "http://mixed6.test/", "http://zero.test/", "http://azure.test/", "http://meta.test/", "http://rebind.test/",
    "http://7f000001.nip.test/", "http://a9fea9fe.nip.test/",
    "http://public.test/redir?to=http://meta.test/", "http://public.test/redir?to=http://127.0.0.1/",
    "http://public.test/redir?to=http://[::1]/", "http://public.test/redir?to=//localhost/",
    "http://public.test/redir?to=http://public.test:6379/", "http://public.test/redir?to=http://rebind.test/",
    "http://public.test/redir?to=file:///etc/passwd", "http://public.test/loop",
]  # fmt: skip


class AttackResolver(FakeResolver):
    async def resolve(self, host: str, *args: object, **kwargs: object) -> list:
        if match := re.fullmatch(r"([0-9a-f]{8})\.nip\.test", host):
            self.names[host] = [str(IPv4Address(int(match[1], 16)))]
        return await super().resolve(host, *args, **kwargs)  # type: ignore[arg-type]


def resolver() -> AttackResolver:
    names = {
        "public.test": [PUBLIC],
        "loop.test": ["127.0.0.1"],
        "cname.test": ["127.0.0.1"],
        "meta.test": ["169.254.169.254"],
        "azure.test": ["168.63.129.16"],
        "zero.test": ["0.0.0.0"],
        "mixed.test": [PUBLIC, "127.0.0.1"],
        "mixed6.test": [PUBLIC, "::1"],
        "rebind.test": ["127.0.0.1"],
    }
    return AttackResolver(names, changing={"rebind2.test": [[PUBLIC], ["127.0.0.1"]]})


async def site(head: str, writer: asyncio.StreamWriter) -> None:
    """``/redir?to=`` redirects there, ``/loop`` to itself; anything else answers."""
    url = urlsplit(head.split()[1])
    to = "/loop" if url.path == "/loop" else parse_qs(url.query).get("to", [""])[0]
    answer = reply(b"", status="302 Found", headers=f"Location: {to}\r\n") if to else reply(b"public")
    await answer(head, writer)


@pytest.fixture
def dialled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every address a socket was told to connect to; all but PUBLIC fail before a packet leaves."""
    asked: list[str] = []
    connect = asyncio.selector_events.BaseSelectorEventLoop.sock_connect

    async def record(loop: asyncio.BaseEventLoop, sock: object, address: tuple) -> None:
        asked.append(address[0])
        if address[0] != PUBLIC:
            raise ConnectionRefusedError("canary")
        await connect(loop, sock, address)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio.selector_events.BaseSelectorEventLoop, "sock_connect", record)
    policy = addresses.is_public
    monkeypatch.setattr(guard, "is_public", lambda address: str(address) == PUBLIC or policy(address))
    return asked


def fetch_all(urls: list[str]) -> list[Refused | FetchFailed | None]:
    """Fetch ``urls`` one after the other through one door; the outcome of each."""

    async def main() -> list[Refused | FetchFailed | None]:
        async with serve(site, host=PUBLIC) as server:
            settings = DoorSettings(allowed_ports=frozenset({80, 443, server.port}))
            outcomes: list[Refused | FetchFailed | None] = []
            async with Door(settings, resolver=resolver()) as door:
                for url in urls:
                    local = re.sub(r"(public|rebind2)\.test(?=/)", rf"\g<0>:{server.port}", url)
                    try:
                        await door.fetch(Request(local, timeout_s=5))
                        outcomes.append(None)
                    except (Refused, FetchFailed) as error:
                        outcomes.append(error)
            return outcomes

    return asyncio.run(main())


@pytest.mark.parametrize("url", ATTACKS)
def test_attacks_are_refused_and_dial_nothing(url: str, dialled: list[str]) -> None:
    [outcome] = fetch_all([url])
    assert isinstance(outcome, Refused)
    assert set(dialled) <= {PUBLIC}


def test_the_public_server_itself_is_reached(dialled: list[str]) -> None:
    assert fetch_all(["http://public.test/"]) == [None]
    assert dialled == [PUBLIC]


def test_a_name_that_turns_private_is_refused_when_asked_again(dialled: list[str]) -> None:
    first, second = fetch_all(["http://rebind2.test/", "http://rebind2.test/"])
    assert first is None
    assert isinstance(second, Refused)
    assert dialled == [PUBLIC]


def test_a_name_is_asked_once_a_connection_so_it_cannot_change_in_between(dialled: list[str]) -> None:
    names = FakeResolver({}, changing={"rebind2.test": [[PUBLIC], ["127.0.0.1"]]})

    async def main() -> int:
        async with serve(site, host=PUBLIC) as server:
            settings = DoorSettings(allowed_ports=frozenset({server.port}))
            async with Door(settings, resolver=names) as door:
                return (await door.fetch(Request(f"http://rebind2.test:{server.port}/"))).status

    assert asyncio.run(main()) == 200
    assert names.asked == ["rebind2.test"]
    assert dialled == [PUBLIC]


def test_the_socket_itself_is_refused_when_everything_before_it_was_fooled(
    dialled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_check_host", lambda host: None)
    [outcome] = fetch_all(["http://127.0.0.1/"])
    assert isinstance(outcome, Refused)
    assert outcome.reason == "blocked_address"
    assert dialled == []
