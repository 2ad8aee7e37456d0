"""Run benchmarks beside their peers: ``python -m tests.bench [NAMES …] [--scale small|full]``.

Prints a table, writes ``bench.jsonl`` and exits 1 when a bound is missed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import text  # noqa: F401  # registers
from tests.bench.listing import measure  # noqa: F401  # registers
from tests.bench.registry import BENCHMARKS, Result

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "bench.jsonl"
COLUMNS = "{:<24} {:>10} {:>10} {:>7} {:>6}  {}"


def main() -> int:
    """Run what is named, or everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--scale", choices=("small", "full"), default="small")
    arguments = parser.parse_args()
    unknown = sorted(set(arguments.names) - set(BENCHMARKS))
    if unknown:
        parser.error(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}.")
    results = list(_run(arguments.names or list(BENCHMARKS), arguments.scale))
    return 0 if all(result.is_good for result in results) else 1


def _run(names: list[str], scale: str) -> Iterator[Result]:
    commit = _commit()
    print(COLUMNS.format("benchmark", "ours", "peer", "ratio", "bound", ""), flush=True)
    with OUT.open("w") as out:
        for name in names:
            for result in BENCHMARKS[name](scale):
                print(_line(result), flush=True)
                out.write(json.dumps(_row(result, scale, commit)) + "\n")
                out.flush()
                yield result


def _line(result: Result) -> str:
    if result.skipped:
        return COLUMNS.format(result.name, "", "", "", "", f"skipped: {result.skipped}")
    figures = [f"{value:.3g}" if value is not None else "" for value in (result.ratio, result.bound)]
    ours, peer = (f"{value:.4g}" if value is not None else "" for value in (result.ours, result.peer))
    return COLUMNS.format(result.name, ours, peer, *figures, "ok" if result.is_good else "MISSED")


def _row(result: Result, scale: str, commit: str) -> dict[str, object]:
    row: dict[str, object] = {
        "name": result.name,
        "ours": result.ours,
        "peer": result.peer,
        "ratio": result.ratio,
        "bound": result.bound,
        "ok": result.is_good,
        "settings": {"scale": scale, **result.settings},
        "commit": commit,
    }
    return row | ({"skipped": result.skipped} if result.skipped else {})


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
