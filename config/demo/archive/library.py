"""Reads the archive from disk: articles as Markdown under TOML front matter, claim reviews as TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

Role = Literal["sample", "support", "context", "distractor"]

OUTLETS = {
    "courier": "The Northbridge Courier",
    "wire": "Meridian Wire",
    "encyclopaedia": "Lantern Encyclopaedia",
    "newsroom": "The Harbour Gazette",
    "press_office": "Eastmere Institute",
}

_HERE = Path(__file__).parent
_FENCE = "+++\n"


@dataclass(frozen=True)
class Cite:
    """A real public work an article rests on; ``published_on`` is None for pages without a date."""

    title: str
    publisher: str
    url: str
    published_on: date | None


@dataclass(frozen=True)
class Article:
    """One piece of the archive. ``role`` is relative to the sample claim; ``published_at`` is aware, UTC."""

    slug: str
    origin: str
    section: str
    role: Role
    is_pdf: bool
    title: str
    byline: str
    published_at: datetime
    language: str
    body: str
    cites: tuple[Cite, ...]

    @property
    def outlet(self) -> str:
        """The invented publisher."""
        return OUTLETS[self.origin]

    @property
    def blocks(self) -> tuple[tuple[str, str], ...]:
        """Pairs of HTML element name and text: ``h2`` for headings, ``p`` for paragraphs."""
        lines = [line for line in self.body.split("\n") if line]
        return tuple(("h2", line[3:]) if line.startswith("## ") else ("p", line) for line in lines)

    @property
    def text(self) -> str:
        """Headings and paragraphs, an empty line between them."""
        return "\n\n".join(text for _, text in self.blocks)


@dataclass(frozen=True)
class Review:
    """A claim review by an invented outlet."""

    slug: str
    claim: str
    claimant: str
    claim_date: date
    publisher: str
    title: str
    rating: str
    reviewed: date
    body: str


@cache
def articles() -> tuple[Article, ...]:
    """Return the archive without the sample article, newest first."""
    found = (article for article in _all() if article.role != "sample")
    return tuple(sorted(found, key=lambda article: article.published_at, reverse=True))


def of_origin(origin: str) -> tuple[Article, ...]:
    """Return what one origin publishes, newest first."""
    return tuple(article for article in articles() if article.origin == origin)


def sample() -> Article:
    """Return the article the demo takes its claim from; no feed, sitemap or search lists it."""
    return next(article for article in _all() if article.role == "sample")


@cache
def reviews() -> tuple[Review, ...]:
    """Return the claim reviews, newest first."""
    rows = tomllib.loads((_HERE / "reviews.toml").read_text(encoding="utf-8"))["reviews"]
    found = (Review(**{**row, "body": row["body"].strip()}) for row in rows)
    return tuple(sorted(found, key=lambda review: review.reviewed, reverse=True))


def parse(source: str) -> Article:
    """Return the article of one file.

    Args:
        source: ``+++``, TOML, ``+++``, then paragraphs and ``## `` headings, one a line.

    Raises:
        ValueError: when the front matter is missing or incomplete.
    """
    before, fence, rest = source.partition(_FENCE)
    front, second_fence, body = rest.partition(_FENCE)
    if before or not fence or not second_fence:
        raise ValueError("an article starts with front matter between two +++ lines")
    fields = tomllib.loads(front)
    try:
        return _article(fields, body.strip())
    except KeyError as error:
        raise ValueError(f"the front matter lacks {error}") from error


def _article(fields: dict[str, Any], body: str) -> Article:
    return Article(
        slug=fields["slug"],
        origin=fields["origin"],
        section=fields["section"],
        role=fields["role"],
        is_pdf=fields.get("format") == "pdf",
        title=fields["title"],
        byline=fields["byline"],
        published_at=fields["published"],
        language=fields["language"],
        body=body,
        cites=tuple(Cite(cite["title"], cite["publisher"], cite["url"], cite.get("date")) for cite in fields["cites"]),
    )


@cache
def _all() -> tuple[Article, ...]:
    return tuple(parse(path.read_text(encoding="utf-8")) for path in sorted((_HERE / "articles").glob("*.md")))
