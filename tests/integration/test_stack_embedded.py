"""The embedded stack: who starts it, who attaches, who stops it, and what a killed process leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from config import embedded, env

DEADLINE_S = 40.0
HOLD = """
import sys
from pathlib import Path
from config import embedded
embedded.attach(Path(sys.argv[1]), disposable=True)
print("attached", flush=True)
sys.stdin.read()
"""


def until(condition: Callable[[], bool]) -> None:
    """Wait until ``condition`` holds."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.05)


class Holder:
    """Another process that uses the stack until it is closed or killed."""

    def __init__(self, data_dir: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(data_dir)],
            cwd=env.ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def wait_attached(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "attached\n"

    def close(self) -> None:
        self.process.communicate()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """Yield a data directory whose stack is stopped and deleted afterwards."""
    folder = tmp_path / "data"
    yield folder
    until(lambda: not is_running(folder))
    embedded.destroy(folder)


@pytest.fixture
def hold(data_dir: Path) -> Iterator[Callable[[], Holder]]:
    """Return a function that attaches another process."""
    holders: list[Holder] = []

    def attach() -> Holder:
        holders.append(Holder(data_dir))
        return holders[-1]

    yield attach
    for holder in holders:
        if holder.process.poll() is None:
            holder.kill()


def processes_of(data_dir: Path) -> dict[int, str]:
    """Return pid and command line of the guardian and servers of ``data_dir``."""
    places = embedded.places_for(data_dir)
    marks = [f"config.embedded\0{places.data_dir}", f"-D\0{places.postgres_data}", f"unixsocket:{places.redis_socket}"]
    found = {}
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = entry.read_bytes().decode(errors="replace")
        except OSError:  # it has just ended
            continue
        if any(mark in command for mark in marks):
            found[int(entry.parent.name)] = command
    return found


def pid_of(data_dir: Path, word: str) -> int:
    return next(pid for pid, command in processes_of(data_dir).items() if word in command)


def is_running(data_dir: Path) -> bool:
    return bool(processes_of(data_dir))


def answers(data_dir: Path) -> bool:
    places = embedded.places_for(data_dir)
    try:
        psycopg.connect(places.database_url("factcheck_app")).close()
        with redis.Redis.from_url(places.redis_url()) as client:
            return bool(client.ping())
    except (psycopg.OperationalError, redis.ConnectionError):
        return False


def test_the_last_of_two_users_stops_the_servers(data_dir: Path, hold: Callable[[], Holder]) -> None:
    first = hold()
    first.wait_attached()
    servers = set(processes_of(data_dir))
    second = hold()
    second.wait_attached()
    first.close()
    assert set(processes_of(data_dir)) == servers
    assert answers(data_dir)
    second.close()
    assert not is_running(data_dir)


def test_two_that_start_at_once_share_one_stack(data_dir: Path, hold: Callable[[], Holder]) -> None:
    holders = [hold(), hold(), hold()]
    for holder in holders:
        holder.wait_attached()
    assert len(processes_of(data_dir)) == 3
    assert answers(data_dir)


def test_servers_end_when_their_only_user_is_killed(data_dir: Path, hold: Callable[[], Holder]) -> None:
    holder = hold()
    holder.wait_attached()
    holder.kill()
    until(lambda: not is_running(data_dir))


def test_data_survives_a_restart(data_dir: Path) -> None:
    stack = embedded.attach(data_dir)
    with psycopg.connect(stack.places.database_url("factcheck_owner")) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept VALUES (7)")
    with redis.Redis.from_url(stack.places.redis_url()) as client:
        client.set("kept", "7")
    stack.release()
    assert not is_running(data_dir)
    again = embedded.attach(data_dir)
    with psycopg.connect(again.places.database_url("factcheck_app")) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
    with redis.Redis.from_url(again.places.redis_url()) as client:
        assert client.get("kept") == b"7"
    again.release()


def test_the_application_role_works_on_tables_but_does_not_make_them(data_dir: Path) -> None:
    stack = embedded.attach(data_dir, disposable=True)
    with psycopg.connect(stack.places.database_url("factcheck_owner")) as connection:
        connection.execute("CREATE TABLE rows (n int GENERATED ALWAYS AS IDENTITY)")
    with psycopg.connect(stack.places.database_url("factcheck_app"), autocommit=True) as connection:
        connection.execute("INSERT INTO rows DEFAULT VALUES")
        for statement in ("DROP TABLE rows", "CREATE TABLE other (n int)", "TRUNCATE rows"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)
    stack.release()


@pytest.mark.parametrize("server", ["postgres", "redis-server"])
def test_a_killed_server_is_started_again(data_dir: Path, hold: Callable[[], Holder], server: str) -> None:
    hold().wait_attached()
    victim = pid_of(data_dir, server)
    os.kill(victim, signal.SIGKILL)
    until(lambda: victim not in processes_of(data_dir) and answers(data_dir))


def test_a_killed_guardian_takes_the_servers_along_and_is_replaced(data_dir: Path) -> None:
    stack = embedded.attach(data_dir, disposable=True)
    guardian = pid_of(data_dir, "config.embedded")
    os.kill(guardian, signal.SIGKILL)
    until(lambda: guardian not in processes_of(data_dir))
    stack.keep()
    assert answers(data_dir)
    stack.release()
    assert not is_running(data_dir)


def test_a_pid_file_with_a_strangers_number_does_not_stop_the_start(data_dir: Path) -> None:
    stack = embedded.attach(data_dir, disposable=True)
    stack.release()
    postmaster = stack.places.postgres_data / "postmaster.pid"
    postmaster.write_text(f"{os.getpid()}\n{stack.places.postgres_data}\n")
    again = embedded.attach(data_dir, disposable=True)
    assert answers(data_dir)
    again.release()


def test_a_deleted_data_directory_takes_its_database_along(data_dir: Path) -> None:
    stack = embedded.attach(data_dir, disposable=True)
    with psycopg.connect(stack.places.database_url("factcheck_owner")) as connection:
        connection.execute("CREATE TABLE gone (n int)")
    stack.release()
    subprocess.run(["rm", "-rf", str(data_dir)], check=True)
    again = embedded.attach(data_dir, disposable=True)
    with psycopg.connect(again.places.database_url("factcheck_app")) as connection:
        assert connection.execute("SELECT to_regclass('gone')").fetchone() == (None,)
    again.release()


def test_nobody_else_may_enter_the_stack(data_dir: Path) -> None:
    stack = embedded.attach(data_dir, disposable=True)
    places = stack.places
    for folder in (places.data_dir, places.home, places.sockets, places.postgres_data):
        assert folder.stat().st_mode & 0o077 == 0, folder
    stack.release()


def test_a_server_that_cannot_start_says_so(data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "locks").mkdir()
    (data_dir / "logs").write_text("a file where a folder should be")
    with pytest.raises(embedded.StackFailed, match="cannot prepare"):
        embedded.attach(data_dir, disposable=True)


def test_nothing_is_started_where_both_servers_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    assert embedded.ensure() is None
    assert os.environ["DATABASE_OWNER_URL"] == "postgres://elsewhere/db"
