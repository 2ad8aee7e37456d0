"""Runs the whole service in the foreground: ``python -m config.supervisor``, which is ``make up``.

One thread waits for output, deaths and signals. What dies is started again, later each time; SIGINT or SIGTERM stops
everything including the embedded stores. A child never outlives the supervisor, not even when that is killed.
"""

from __future__ import annotations

import argparse
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

from config import embedded, env
from config.embedded.servers import die_with_parent
from config.processes import Child, Program
from config.programs import programs

POLL_S = 0.2
STOP_GRACE_S = 10.0
MANAGE = (sys.executable, str(env.ROOT / "manage.py"))


class Supervisor:
    """Keeps a set of programs and, where given, the embedded stack running."""

    def __init__(self, wanted: list[Program], stack: embedded.Stack | None) -> None:
        self._children = [Child(program) for program in wanted]
        self._stack = stack
        self._selector = selectors.DefaultSelector()
        self._stops_asked = 0

    def run(self) -> None:
        """Start everything and return when a signal has stopped it."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        try:
            while not self._stops_asked:
                self._start_due()
                self._forward(POLL_S)
                self._bury_dead()
                self._keep_stack()
        finally:
            self._stop()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._stops_asked += 1

    def _start_due(self) -> None:
        for child in self._children:
            if child.process is None and time.monotonic() >= child.restart_at:
                child.start()
                self._selector.register(child.output, selectors.EVENT_READ, child)

    def _forward(self, wait_s: float) -> None:
        for key, _events in self._selector.select(wait_s):
            child: Child = key.data
            for line in child.read_lines():
                say(line, name=child.program.name)
            if child.is_dead:
                break  # _bury_dead reads the rest

    def _bury_dead(self) -> None:
        for child in self._children:
            if not child.is_dead:
                continue
            for line in child.read_lines():
                say(line, name=child.program.name)
            self._selector.unregister(child.output)
            status = child.bury()
            if not self._stops_asked:
                say(f"{child.program.name} ended with {status}; starting it again")

    def _keep_stack(self) -> None:
        if self._stack is None:
            return
        try:
            self._stack.keep()
        except embedded.StackFailed as error:
            say(f"The embedded stack is down: {error}")

    def _stop(self) -> None:
        say("stopping …")
        self._stops_asked = max(self._stops_asked, 1)
        for child in self._children:
            child.ask_to_stop()
        deadline = time.monotonic() + STOP_GRACE_S
        while any(child.process for child in self._children):
            if time.monotonic() > deadline or self._stops_asked > 1:
                for child in self._children:
                    child.kill_group()
            self._forward(POLL_S)
            self._bury_dead()
        if self._stack is not None:
            self._stack.release()


def say(line: str, *, name: str = "up") -> None:
    """Write a line of the program ``name``."""
    sys.stdout.write(f"{name:<8} | {line}\n")
    sys.stdout.flush()


def refuse_taken_port() -> None:
    """Exit with a sentence when another process listens where the web shall."""
    address = (env.read("BIND"), env.read("PORT"))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            sys.exit(f"{address[0]}:{address[1]} cannot be used: {error.strerror}. Choose another: make up PORT=8080")


def fresh_folder(folder: Path) -> Path:
    """Return ``folder``, emptied: metrics of processes that are gone would be counted again."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return folder


def main() -> int:
    """Run the service until a signal stops it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stop-with-parent", action="store_true", help="stop when the starting process dies")
    if arguments.parse_args().stop_with_parent:
        die_with_parent(signal.SIGTERM, parent=os.getppid())()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    os.environ.setdefault("LOG_FORMAT", "lines" if sys.stdout.isatty() else "json")
    os.chdir(env.ROOT)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # until the supervisor's own handlers are set
    refuse_taken_port()
    try:
        stack = embedded.ensure()
        subprocess.run([*MANAGE, "prepare"], check=True)  # noqa: S603
    except embedded.StackFailed as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)  # it has said why
    except KeyboardInterrupt:
        return 130
    data_dir = env.data_dir()
    wanted = programs(metrics_dir=fresh_folder(data_dir / "metrics"), beat_schedule=data_dir / "beat-schedule")
    say(f"http://{env.read('BIND')}:{env.read('PORT')}/ — Ctrl-C stops everything")
    Supervisor(wanted, stack).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
