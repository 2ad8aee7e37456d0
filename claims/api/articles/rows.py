"""Builds what answers say about articles and suggestions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from claims.api.claims.rows import id_or_none
from claims.models import Suggestion
from claims.permissions import available_actions
from claims.selectors.articles import article_page
from claims.workflow import SUGGESTION_MOVES
from factcheck.accounts.api.people import person
from factcheck.accounts.models import User
from factcheck.core.errors import NotFound


def article_rows(articles: Iterable[Any]) -> list[dict[str, Any]]:
    """Return an ``ArticleRowShape`` for each article of ``selectors.articles``."""
    return [_article(article) for article in articles]


def article_detail(article_id: int) -> dict[str, Any]:
    """Return the ``ArticleShape`` of one article.

    Raises:
        NotFound: there is none.
    """
    article = article_page(article_id)
    if article is None:
        raise NotFound("There is no such article.")
    return {**_article(article), "text": article.text}


def _article(article: Any) -> dict[str, Any]:
    return {
        "id": str(article.pk),
        "url": article.url,
        "title": article.title,
        "publisher": article.publisher,
        "published_at": article.published_at,
        "language": article.language,
        "source": id_or_none(article.source_id),
        "fetch_state": article.fetch_state,
        "fetch_reason": article.fetch_reason or "",
        "added_by": person(article.added_by),
        "suggested_at": article.suggested_at,
        "open_suggestions": article.open_suggestions,
        "created_at": article.created_at,
        "version": article.version,
        "available_actions": [],
    }


def suggestion_rows(suggestions: Iterable[Suggestion], text: str, actor: User) -> list[dict[str, Any]]:
    """Return a ``SuggestionShape`` for each suggestion of the article with this ``text``."""
    allowed = {
        state: available_actions(SUGGESTION_MOVES, state=state, actor=actor, facts={})
        for state in Suggestion.State.values
    }
    return [{**_suggestion(row, text), "available_actions": allowed[row.state]} for row in suggestions]


def _suggestion(row: Suggestion, text: str) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "article": str(row.article_id),
        "start": row.start,
        "end": row.end,
        "quote": text[row.start : row.end],
        "claimant": row.claimant or None,
        "cue": row.cue or None,
        "score": row.score,
        "reasons": row.reasons,
        "model": row.model,
        "state": row.state,
        "claim": id_or_none(row.claim_id),
        "decided_at": row.decided_at,
        "created_at": row.created_at,
    }
