"""Articles with how their reading went, and the suggestions found in them."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from claims.models import Article, Suggestion
from factcheck.sources.models import Fetch


def article_list() -> QuerySet[Article]:
    """Return articles, newest first, with ``fetch_state``, ``fetch_reason`` and the number of ``open_suggestions``.

    The first two are of the latest fetch of the source and None for pasted text.
    """
    latest = Fetch.objects.filter(source=OuterRef("source")).order_by("-id")
    return (
        Article.objects.select_related("source", "snapshot_text", "added_by")
        .defer("snapshot_text__text", "pasted_text")
        .annotate(
            fetch_state=Subquery(latest.values("state")[:1]),
            fetch_reason=Subquery(latest.values("reason")[:1]),
            open_suggestions=Count("suggestions", filter=Q(suggestions__state=Suggestion.State.OPEN)),
        )
        .order_by("-id")
    )


def article_page(article_id: int) -> Article | None:
    """Return one article with its text, as ``article_list`` otherwise; None if missing."""
    return article_list().defer(None).filter(pk=article_id).first()


def suggestions_of(article_id: int) -> QuerySet[Suggestion]:
    """Return the suggestions of an article in the order of its text; their words are ``article.text[start:end]``."""
    found = Suggestion.objects.filter(article=article_id).select_related("article__snapshot_text", "claim")
    return found.order_by("start", "id")
