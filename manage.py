#!/usr/bin/env python
"""Run a management command, on the embedded stack unless the environment names other servers."""

from __future__ import annotations

import os
import sys

# These change tables, so they connect as the owner of the tables.
OWNER_COMMANDS = frozenset({"migrate", "sqlflush", "flush"})
# These need no server.
DRY_COMMANDS = frozenset({"help", "--help", "-h", "version", "--version", "collectstatic", "spectacular"})


def main() -> int:
    """Start or attach to the stack as far as the command needs it, then run the command."""
    from django.core.management import execute_from_command_line

    from config import embedded

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command not in DRY_COMMANDS:
        try:
            embedded.ensure()
        except embedded.StackFailed as error:
            sys.stderr.write(f"{error}\n")
            return 1
    if command in OWNER_COMMANDS:
        os.environ["DATABASE_AS_OWNER"] = "true"
    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
