"""Start the guardian of a data directory in the background; return when its stack answers.

``python -m config.embedded DATA_DIR [--disposable]``, run by ``config.embedded.ensure()``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from config.embedded import guardian
from config.embedded.places import StackFailed, places_for


def main() -> int:
    """Fork the guardian; exit 0 when the stack is ready, else 1 with the reason on stderr."""
    read_end, write_end = os.pipe()
    if os.fork() == 0:
        os.close(read_end)
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(null, standard)
        with os.fdopen(write_end, "w") as report:
            try:
                places = places_for(Path(sys.argv[1]))
                guardian.run(places, disposable="--disposable" in sys.argv[2:], report=report)
            except (StackFailed, OSError) as error:
                if not report.closed:
                    report.write(str(error))
        return 0
    os.close(write_end)
    with os.fdopen(read_end) as answer:
        message = answer.read()
    if message != "ready":
        sys.stderr.write(message or "The guardian of the embedded stack ended before it was ready.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
