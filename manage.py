#!/usr/bin/env python
"""Run a management command, on the embedded stack unless the environment names other servers."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

# These change tables, so they connect as the owner of the tables.
OWNER_COMMANDS = frozenset({"migrate", "prepare", "flush"})
# These need no server.
DRY_COMMANDS = frozenset({"help", "--help", "-h", "version", "--version", "collectstatic", "spectacular"})
# These need a server, but not its tables.
TABLELESS_COMMANDS = OWNER_COMMANDS | {"makemigrations", "showmigrations", "sqlmigrate", "shell"}
ENVIRONMENT = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def main() -> int:
    """Start or attach to the stack as far as the command needs it, then run the command."""
    enter_environment()
    from django.core.management import execute_from_command_line

    from config import embedded

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in DRY_COMMANDS:
        try:
            stack = embedded.ensure()
        except embedded.StackFailed as error:
            sys.stderr.write(f"{error}\n")
            return 1
        if stack is not None and command not in TABLELESS_COMMANDS:
            make_missing_tables()
    if command in OWNER_COMMANDS:
        os.environ["DATABASE_AS_OWNER"] = "true"
    execute_from_command_line(sys.argv)
    return 0


def enter_environment() -> None:
    """Start again under the project's virtual environment where ``make`` made one and this Python lacks Django."""
    if find_spec("django") is None and ENVIRONMENT.exists():
        os.execv(ENVIRONMENT, [str(ENVIRONMENT), *sys.argv])  # noqa: S606  our own interpreter and arguments


def make_missing_tables() -> None:
    """Migrate the embedded database when it is behind, so that every command works on a fresh checkout.

    A database named by the environment is left to its operator: there, migrations are a decision.
    """
    import django
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    django.setup()
    executor = MigrationExecutor(connection)
    behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connection.close()
    if behind:
        subprocess.run([sys.executable, __file__, "migrate", "--verbosity", "0"], check=True)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
