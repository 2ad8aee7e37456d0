"""Run the workers and the scheduler of the whole service under its supervisor: ``make up`` without the web.

``--analysis-app`` names another Celery app for the worker of analyses, for tests that need a deadly one.
"""

from __future__ import annotations

import argparse
import os
import signal
from dataclasses import replace

from config import embedded, env
from config.embedded.servers import die_with_parent
from config.programs import programs
from config.supervisor import Supervisor, fresh_folder


def main() -> None:
    """Start and keep what is wanted until a signal comes."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--analysis-app", default="config.celery:app")
    app = arguments.parse_args().analysis_app
    die_with_parent(signal.SIGTERM, parent=os.getppid())()
    stack = embedded.ensure()
    folder = env.data_dir()
    wanted = programs(metrics_dir=fresh_folder(folder / "metrics"), beat_schedule=folder / "beat-schedule")
    workers = [
        replace(program, command=tuple(app if part == "config.celery:app" else part for part in program.command))
        if program.name == "analysis"
        else program
        for program in wanted
        if program.name != "web"
    ]
    Supervisor(workers, stack).run()


if __name__ == "__main__":
    main()
