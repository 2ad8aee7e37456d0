"""Requests per CPU-second of the web process, the service and its peer in turns on one machine and one database."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

import psutil

from config import embedded, env
from config.embedded.servers import die_with_parent
from tests.bench.registry import Result, benchmark

DATA_DIR = env.ROOT / ".factcheck" / "bench"
ROWS = {"small": 10_000, "full": 100_000}
ROUNDS = {"small": 4, "full": 10}
ROUND_S, CONNECTIONS, BOUND = 2.0, 4, 0.5
SETTINGS = {"ours": "tests.bench.listing.settings", "peer": "tests.bench.listing.peer_settings"}
PAGE = "/api/v1/claims/?page_size=50"


@dataclass(frozen=True)
class Web:
    """A gunicorn as shipped, with one process so that its CPU time is all there is to count."""

    port: int
    process: psutil.Process

    def cpu_s(self) -> float:
        """Return the CPU seconds of the worker processes so far."""
        times = [child.cpu_times() for child in self.process.children(recursive=True)]
        return sum(spent.user + spent.system for spent in times)


@benchmark("list")
def list_of_claims(scale: str) -> Iterator[Result]:
    """First and last page of the claims: at least half of what a plain view with the same bytes reaches."""
    with _stack() as environment:
        _run(environment, "manage.py", "migrate", "--noinput", "--verbosity", "0")
        _run(environment, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        seeded = json.loads(_run(environment, "-m", "tests.bench.listing.seed", str(ROWS[scale])))
        headers = {"Authorization": f"Bearer {seeded['token']}", "Host": "127.0.0.1"}
        with _web(environment, "ours") as ours, _web(environment, "peer") as peer:
            for name, path in (
                ("first_page", PAGE),
                ("last_page", f"{PAGE}&cursor={quote(seeded['last_page'], safe='')}"),
            ):
                _require_same_bytes(ours, peer, path, headers)
                figures = _in_turns(ours, peer, (path, headers), ROUNDS[scale])
                settings = {"rows": ROWS[scale], "processes": 1, "threads": 4, "rounds": ROUNDS[scale]}
                yield Result(f"list.{name}", *figures, bound=BOUND, settings=settings)


def _in_turns(ours: Web, peer: Web, asked: tuple[str, dict[str, str]], rounds: int) -> tuple[float, float]:
    requests = {ours.port: 0, peer.port: 0}
    cpu_s = {ours.port: 0.0, peer.port: 0.0}
    for number in range(-1, rounds):  # one round to warm up
        for web in (ours, peer):
            before = web.cpu_s()
            answered = _load(web, *asked, for_s=ROUND_S)
            if number >= 0:
                requests[web.port] += answered
                cpu_s[web.port] += web.cpu_s() - before
    return requests[ours.port] / cpu_s[ours.port], requests[peer.port] / cpu_s[peer.port]


def _load(web: Web, path: str, headers: dict[str, str], *, for_s: float) -> int:
    counts = [0] * CONNECTIONS
    deadline = time.monotonic() + for_s

    def one(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
        while time.monotonic() < deadline:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise RuntimeError(f"{path} answered {answer.status}")
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if 0 in counts:
        raise RuntimeError(f"{path} was not answered")
    return sum(counts)


def _require_same_bytes(ours: Web, peer: Web, path: str, headers: dict[str, str]) -> None:
    bodies = [_get(web.port, path, headers) for web in (ours, peer)]
    if bodies[0] != bodies[1]:
        raise RuntimeError(f"The peer answers otherwise than the API:\n{bodies[0][:600]!r}\n{bodies[1][:600]!r}")


def _get(port: int, path: str, headers: dict[str, str]) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().read()
    finally:
        connection.close()


@contextmanager
def _stack() -> Iterator[dict[str, str]]:
    if DATA_DIR.exists():
        embedded.destroy(DATA_DIR)
    DATA_DIR.mkdir(parents=True)
    stack = embedded.attach(DATA_DIR, disposable=True)
    places = stack.places
    try:
        yield os.environ | {
            "DJANGO_SETTINGS_MODULE": SETTINGS["ours"],
            "FACTCHECK_DATA_DIR": str(DATA_DIR),
            "DATABASE_URL": places.database_url(embedded.APP_ROLE),
            "DATABASE_OWNER_URL": places.database_url(embedded.OWNER_ROLE),
            "REDIS_URL": places.redis_url(),
            "WEB_PROCESSES": "1",
        }
    finally:
        stack.release()


@contextmanager
def _web(environment: dict[str, str], name: str) -> Iterator[Web]:
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn_conf", "--max-requests", "0"]
    with (DATA_DIR / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "config.wsgi:application"],
            env=environment | {"DJANGO_SETTINGS_MODULE": SETTINGS[name], "PORT": str(port)},
            cwd=env.ROOT,
            stdout=log,
            stderr=log,
            preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509  # no thread runs yet
        )
    try:
        _wait_until_it_listens(port, process)
        yield Web(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            _get(port, "/", {"Host": "127.0.0.1"})
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"The web did not start; see {DATA_DIR}")


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _run(environment: dict[str, str], *command: str) -> str:
    owner = environment | {"DATABASE_AS_OWNER": "true"}
    done = subprocess.run([sys.executable, *command], env=owner, cwd=env.ROOT, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()
