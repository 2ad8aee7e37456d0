"""``import_precedents FILE.jsonl[.gz]``: checks published elsewhere, one JSON object a line."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.services.precedents import Imported, import_precedents

LINE_MAX_CHARACTERS = 1_000_000


class Command(BaseCommand):
    help = "Import precedents: lines {id, text, title?, claimant?, date?, body?, rating?, url?}; a known id is updated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.jsonl[.gz]")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with _opened(file) as lines:
                result = import_precedents(_lines(lines))
        except (OSError, EOFError, zlib.error) as error:  # gzip's own errors are OSErrors
            raise CommandError(f"{file}: {error}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} is not UTF-8: {error}") from error
        report(self, result)


def report(command: BaseCommand, result: Imported) -> None:
    """Print what became of the rows.

    Raises:
        CommandError: rows were refused and none was written.
    """
    for number, reason in result.refused:
        command.stderr.write(f"row {number}: {reason}")
    counts = f"{result.written} written, {result.refused_count} refused"
    if result.refused_count and not result.written:
        raise CommandError(counts)
    command.stdout.write(counts)


def _opened(file: Path) -> IO[str]:
    if file.suffix == ".gz":
        return gzip.open(file, "rt", encoding="utf-8")
    return file.open(encoding="utf-8")


def _lines(file: IO[str]) -> Iterator[str]:
    """Yield the lines that are not blank, none read further than the limit."""
    while line := file.readline(LINE_MAX_CHARACTERS + 1):
        if len(line) > LINE_MAX_CHARACTERS:
            raise CommandError(f"A line has more than {LINE_MAX_CHARACTERS} characters.")
        if line.strip():
            yield line
