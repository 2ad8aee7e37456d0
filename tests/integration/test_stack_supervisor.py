"""The supervisor restarts what dies, forwards what is said, and leaves no process behind however it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError

import pytest

from config import embedded, env, supervisor
from config.processes import FIRST_PAUSE_S, Child, Program

DEADLINE_S = 30.0
SUPERVISE = """
import sys
from config import supervisor
from config.processes import Program
supervisor.STOP_GRACE_S = 1.0
wanted = [Program(f"part{n}", (sys.executable, "-c", code)) for n, code in enumerate(sys.argv[1:])]
supervisor.Supervisor(wanted, None).run()
"""
NOTE_PID_AND_WAIT = (
    "import os, pathlib, time; pathlib.Path({file!r}).open('a').write(f'{{os.getpid()}} '); time.sleep(600)"
)
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
WITH_GRANDCHILD = "import os; os.fork(); "


def until(condition: Callable[[], object], deadline_s: float = DEADLINE_S) -> None:
    """Wait until ``condition`` holds."""
    deadline = time.monotonic() + deadline_s
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        time.sleep(0.05)


@pytest.fixture
def supervise() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Return a function that supervises programs given as Python code, in a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start(*codes: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", SUPERVISE, *codes]
        started.append(subprocess.Popen(command, cwd=env.ROOT, stdout=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def pids_in(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def lives(pid: int) -> bool:
    """Say whether ``pid`` runs; zombies nobody has collected yet do not."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except OSError:
        return False


def test_output_carries_the_name_of_its_program(supervise: Callable[..., subprocess.Popen[str]]) -> None:
    process = supervise("print('hello', flush=True); import time; time.sleep(600)")
    assert process.stdout is not None
    assert process.stdout.readline() == "part0    | hello\n"


def test_a_program_that_ends_is_started_again(tmp_path: Path, supervise: Callable[..., subprocess.Popen[str]]) -> None:
    file = tmp_path / "pids"
    supervise(NOTE_PID_AND_WAIT.format(file=str(file)))
    until(lambda: len(pids_in(file)) == 1)
    os.kill(pids_in(file)[0], signal.SIGKILL)
    until(lambda: len(pids_in(file)) == 2)


def test_what_a_dead_program_leaves_is_cleared_away(
    tmp_path: Path, supervise: Callable[..., subprocess.Popen[str]]
) -> None:
    file = tmp_path / "pids"
    supervise(WITH_GRANDCHILD + NOTE_PID_AND_WAIT.format(file=str(file)))
    until(lambda: len(pids_in(file)) == 2)
    first_two = pids_in(file)
    leader = next(pid for pid in first_two if os.getpgid(pid) == pid)
    os.kill(leader, signal.SIGKILL)
    until(lambda: not any(lives(pid) for pid in first_two))


@pytest.mark.parametrize("stop_signal", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_even_those_who_do_not_listen(
    tmp_path: Path, supervise: Callable[..., subprocess.Popen[str]], stop_signal: signal.Signals
) -> None:
    file = tmp_path / "pids"
    process = supervise(STUBBORN + WITH_GRANDCHILD + NOTE_PID_AND_WAIT.format(file=str(file)))
    until(lambda: len(pids_in(file)) == 2)
    process.send_signal(stop_signal)
    assert process.wait(DEADLINE_S) == 0
    assert not any(lives(pid) for pid in pids_in(file))


def test_a_killed_supervisor_takes_its_programs_along(
    tmp_path: Path, supervise: Callable[..., subprocess.Popen[str]]
) -> None:
    file = tmp_path / "pids"
    process = supervise(NOTE_PID_AND_WAIT.format(file=str(file)))
    until(lambda: len(pids_in(file)) == 1)
    process.kill()
    until(lambda: not lives(pids_in(file)[0]))


def test_the_pause_doubles_with_each_early_death_and_is_forgotten_after_good_running(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child = Child(Program("short", (sys.executable, "-c", "")))
    pauses = []
    for _ in range(3):
        child.start()
        until(lambda: child.is_dead)
        before = time.monotonic()
        child.bury()
        pauses.append(round(child.restart_at - before, 1))
    assert pauses == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S]
    monkeypatch.setattr("config.processes.STABLE_S", 0.0)
    child.start()
    until(lambda: child.is_dead)
    before = time.monotonic()
    child.bury()
    assert round(child.restart_at - before, 1) == FIRST_PAUSE_S


def test_a_line_without_end_does_not_fill_memory() -> None:
    child = Child(Program("endless", (sys.executable, "-c", "print('x' * 1_000_000, end='')")))
    child.start()
    lines: list[str] = []
    until(lambda: lines.extend(child.read_lines()) or sum(map(len, lines)) == 1_000_000)
    assert max(map(len, lines)) <= 2 * 64 * 1024
    until(lambda: child.is_dead)
    child.bury()


def test_a_taken_port_is_said_before_anything_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        with pytest.raises(SystemExit, match="cannot be used"):
            supervisor.refuse_taken_port()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_served(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


def processes_of(data_dir: Path) -> set[int]:
    """Return the processes whose environment or command line names ``data_dir`` or the embedded servers' home."""
    names = [os.fsencode(folder) for folder in (data_dir, embedded.places_for(data_dir).home)]
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            text = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if any(name in text for name in names) and int(entry.name) != os.getpid():
            found.add(int(entry.name))
    return found


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_whole_service_comes_up_heals_and_goes(tmp_path: Path) -> None:
    data_dir, log = tmp_path / "data", tmp_path / "log"
    url = f"http://127.0.0.1:{(port := free_port())}/readyz"
    environment = {**os.environ, "FACTCHECK_DATA_DIR": str(data_dir), "PORT": str(port)}
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.supervisor"], cwd=env.ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        until(lambda: is_served(url), 240)
        assert len(re.findall(r"^  (admin|editor) +\S{16} ", log.read_text(), re.MULTILINE)) == 2
        until(lambda: "fetches@" in log.read_text(), 120)
        for part in (b"gunicorn", b"--queues\0fetches", b"bin/postgres", b"redis-server", b"config.embedded\0"):
            victims = [pid for pid in processes_of(data_dir) if part in Path(f"/proc/{pid}/cmdline").read_bytes()]
            os.kill(min(victims, default=0) or pytest.fail(f"no process for {part!r}"), signal.SIGKILL)
        until(lambda: is_served(url), 120)
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
    assert processes_of(data_dir) == set()
    embedded.destroy(data_dir)
