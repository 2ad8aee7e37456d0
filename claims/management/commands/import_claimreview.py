"""``import_claimreview FILE_OR_URL``: the ClaimReviews of a page or a JSON-LD document, as precedents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from claims.management.commands.import_precedents import report
from claims.services.precedents import import_claimreviews
from factcheck.core.errors import DomainError
from factcheck.sources.errors import FetchFailed, Refused
from factcheck.sources.extract.charset import decode_text
from factcheck.sources.http import fetch_once

FILE_MAX_BYTES = 20 * 1024 * 1024  # what it may hold is limited in characters by the reader


class Command(BaseCommand):
    help = "Import the ClaimReviews that a page, a JSON-LD document or a Data Commons feed declares, as precedents."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file_or_url")

    def handle(self, *args: Any, file_or_url: str, **options: Any) -> None:
        is_url = "://" in file_or_url
        html = _fetched(file_or_url) if is_url else _read(Path(file_or_url))
        try:
            result = import_claimreviews(html, file_or_url if is_url else "")
        except DomainError as error:
            raise CommandError(error.detail) from error
        if not result.written and not result.refused_count:
            raise CommandError("No ClaimReview was found.")
        report(self, result)


def _fetched(url: str) -> str:
    try:
        response = fetch_once(url)
    except (Refused, FetchFailed) as error:
        raise CommandError(str(error)) from error
    if response.status != 200:
        raise CommandError(f"{url} answered {response.status}.")
    return decode_text(response.body, response.headers.get("Content-Type", ""))


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > FILE_MAX_BYTES:
            raise CommandError(f"{path}: a file may have {FILE_MAX_BYTES // 1024 // 1024} MB.")
        return decode_text(path.read_bytes(), "")
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
