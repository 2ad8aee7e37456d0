"""``make demo``: one claim from an article to a published fact-check, on real parts and a sample archive.

Exits 0, or 1 with the reason as soon as a step does not hold; leaves no process. Recreates ``.factcheck/demo``.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from importlib import import_module
from types import ModuleType

from config import embedded, env
from config.demo import origins, stage
from config.demo.report import Report, StepFailed


def main() -> int:
    """Run the demonstration and return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    report = Report()
    os.chdir(env.ROOT)
    try:
        with ExitStack() as parts:
            _play(parts, report)
    except (StepFailed, embedded.StackFailed, subprocess.CalledProcessError) as error:
        report.say(f"FAILED: {error}")
        report.say(f"Logs: {stage.DATA_DIR / 'worker.log'}")
        return 1
    except KeyboardInterrupt:
        return 130
    report.end()
    return 0


def _play(parts: ExitStack, report: Report) -> None:
    with report.step("Sample archive on loopback") as note:
        archive = parts.enter_context(origins.serve())
        stage.set_environment(archive)
        note(f"{len(archive.base_urls)} origins")
    with report.step("PostgreSQL and Redis, empty, and migrations") as note:
        stack = stage.fresh_stack()
        parts.callback(stack.release)
        with stage.migrating():
            story = _load_story()
        note("ready")
    with report.step("Celery workers") as note:
        worker = parts.enter_context(stage.worker())
        note(f"pid {worker.pid}")
    parts.callback(stage.close_connections)
    story.play(archive, report)


def _load_story() -> ModuleType:
    """Import what needs Django, now that the environment says where its stores are."""
    import django

    django.setup()
    return import_module("config.demo.story")


if __name__ == "__main__":
    sys.exit(main())
