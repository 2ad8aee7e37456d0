"""``ingest FILE_OR_URL``: read an article and print the claims found in it (docs/reference/commands.md)."""

from __future__ import annotations

import json
import mimetypes
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.dateparse import parse_date, parse_datetime

from claims.models import Article, Suggestion
from claims.services import articles
from claims.services.articles import NewArticle
from factcheck.accounts.services.operator import operator
from factcheck.core.errors import DomainError, Invalid
from factcheck.sources.models import Analysis, Fetch
from factcheck.sources.services.uploads import UPLOAD_MAX_BYTES, Provenance, upload
from factcheck.sources.services.working import work_until

TIMEOUT_S = 120.0


class Command(BaseCommand):
    help = "Read an article from a file (.txt, .html, .pdf) or address and print the claims found in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file_or_url")
        parser.add_argument("--publisher", default="", help="who published it")
        parser.add_argument("--date", default="", help="when it was published, as 2021-12-21 or 2021-12-21T10:00:00Z")
        parser.add_argument("--json", action="store_true", dest="as_json", help="print JSON")

    def handle(self, *args: Any, file_or_url: str, publisher: str, date: str, as_json: bool, **options: Any) -> None:
        try:
            new = _new_article(file_or_url, publisher, _moment(date))
            article = articles.add_article(new=new, actor=operator())
        except Invalid as error:
            raise CommandError(
                "; ".join(f"{field}: {' '.join(said)}" for field, said in error.errors.items())
            ) from error
        except DomainError as error:
            raise CommandError(error.detail) from error
        work_until(lambda: _is_settled(article.pk), timeout_s=TIMEOUT_S)
        article = Article.objects.select_related("snapshot_text").get(pk=article.pk)
        if article.suggested_at is None:
            raise CommandError(f"No text was read: {_trouble(article)}. The article is kept as {article.pk}.")
        if not article.text.strip():
            self.stderr.write("Almost no text was found: give the article as a .txt file, or another copy of it.")
        found = article.suggestions.order_by("start")
        self.stdout.write(_as_json(article, list(found)) if as_json else _as_text(article, list(found)))


def _new_article(file_or_url: str, publisher: str, published_at: datetime | None) -> NewArticle:
    if "://" in file_or_url:
        return NewArticle(url=file_or_url, publisher=publisher, published_at=published_at)
    path = Path(file_or_url)
    data = _bytes_of(path)
    if path.suffix.lower() in {".txt", ".text", ""}:
        return NewArticle(text=_decoded(data, path), publisher=publisher, published_at=published_at)
    content_type = mimetypes.guess_type(path.name)[0] or ""
    provenance = Provenance(title=path.name, obtained_from="command line")
    source = upload(inquiry=None, data=data, content_type=content_type, provenance=provenance, actor=operator())
    return NewArticle(upload=source, publisher=publisher, published_at=published_at)


def _bytes_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > UPLOAD_MAX_BYTES:
            raise CommandError(f"{path}: a file may have 50 MB.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def _decoded(data: bytes, path: Path) -> str:
    """Return the text unchanged: no newline is translated, because offsets point into it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8 (byte {error.start}). Save it as UTF-8 and try again.") from error


def _moment(given: str) -> datetime | None:
    if not given:
        return None
    try:
        moment = parse_datetime(given) if "T" in given else None
        day = None if moment else parse_date(given)
    except ValueError as error:
        raise CommandError(f"--date: {error}") from error
    if moment is None and day is None:
        raise CommandError("--date must look like 2021-12-21 or 2021-12-21T10:00:00Z.")
    moment = moment or datetime.combine(day or datetime.now(UTC).date(), time(), UTC)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _is_settled(article_id: int) -> bool:
    article = Article.objects.only("suggested_at", "source_id").get(pk=article_id)
    return article.suggested_at is not None or bool(_trouble(article))


def _trouble(article: Article) -> str:
    """Return why the article will have no text: its fetch or extraction ended without one, or has to wait."""
    fetch = Fetch.objects.filter(source=article.source_id).order_by("-id").first()
    if fetch and (fetch.state in {"failed", "refused"} or fetch.failures):
        return f"the fetch is {fetch.state} ({fetch.reason} {fetch.reason_detail})".strip()
    failed = Analysis.objects.filter(snapshot__source=article.source_id, state="failed").order_by("-id").first()
    return f"it could not be read ({failed.reason} {failed.reason_detail})".strip() if failed else ""


def _as_json(article: Article, found: list[Suggestion]) -> str:
    text = article.text
    shown = {
        "article": {
            "id": str(article.pk),
            "title": article.title,
            "text": text,
            "publisher": article.publisher,
            "published_at": article.published_at.astimezone(UTC).isoformat() if article.published_at else None,
            "language": article.language,
        },
        "suggestions": [
            {
                "id": str(row.pk),
                "start": row.start,
                "end": row.end,
                "quote": text[row.start : row.end],
                "claimant": row.claimant or None,
                "cue": row.cue or None,
                "score": row.score,
                "reasons": row.reasons,
            }
            for row in found
        ],
    }
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _as_text(article: Article, found: list[Suggestion]) -> str:
    text = article.text
    lines = [f"Article {article.pk}: {article.title or 'untitled'} ({article.language or 'language unknown'})"]
    lines += [
        f"{row.pk:>6}  {row.score:.2f}  {row.claimant or 'the article'}: {' '.join(text[row.start : row.end].split())}"
        for row in found
    ]
    return "\n".join(lines if found else [*lines, "No claims were found."])
