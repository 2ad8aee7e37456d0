"""``articles/…`` and ``suggestions/{id}/…/``."""

from __future__ import annotations

from functools import partial
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.articles.rows import article_detail, article_rows, suggestion_rows
from claims.api.articles.serializers import (
    AcceptInput,
    ArticleInput,
    ArticleRowShape,
    ArticleShape,
    SuggestionShape,
)
from claims.api.checking import suggestion_check
from claims.api.claims.shapes import ClaimShape
from claims.api.claims.views import answer as claim_answer
from claims.models import Article, Suggestion
from claims.selectors.articles import article_list
from claims.services import articles, suggestions
from claims.services.articles import NewArticle
from factcheck.accounts import policy
from factcheck.core.api.etags import versioned
from factcheck.core.api.inputs import NOTHING, read
from factcheck.core.api.lists import ListView
from factcheck.core.api.schema import Link, operation
from factcheck.core.api.views import ApiView
from factcheck.core.errors import NotFound


class ArticlesView(ListView):
    """``articles/``."""

    @operation(operation_id="articles_list", responses={200: ArticleRowShape(many=True)})
    def get(self, _request: Request) -> Response:
        """List articles, newest first, without their texts."""
        return self.page(article_list(), article_rows)

    @operation(
        operation_id="articles_create",
        links={"articles_suggestions_list": Link()},
        request=ArticleInput,
        responses={201: ArticleShape, 202: ArticleShape},
        has_etag=True,
    )
    def post(self, request: Request) -> Response:
        """Take an article in: 201 with its text, or 202 when its address must be fetched first."""
        new = read(ArticleInput, request, lambda _: policy.require("article.add", self.actor))
        article = articles.add_article(new=NewArticle(**new), actor=self.actor)
        return _answer(article.pk, status=201 if article.text else 202)


class ArticleView(ApiView):
    """``articles/{id}/``."""

    @operation(operation_id="articles_retrieve", responses={200: ArticleShape}, has_etag=True)
    def get(self, _request: Request, pk: int) -> Response:
        """Show an article with its text."""
        return _answer(pk)


class ArticleSuggestionsView(ListView):
    """``articles/{id}/suggestions/``."""

    page_ordering = ("start", "id")

    @operation(
        operation_id="articles_suggestions_list",
        links={"suggestions_accept": Link("/results/0/id"), "suggestions_dismiss": Link("/results/1/id")},
        responses={200: SuggestionShape(many=True)},
    )
    def get(self, _request: Request, pk: int) -> Response:
        """List the claims found in an article, in the order of its text."""
        article = Article.objects.select_related("snapshot_text").filter(pk=pk).first()
        if article is None:
            raise NotFound("There is no such article.")
        build = partial(suggestion_rows, text=article.text, actor=self.actor)
        return self.page(Suggestion.objects.filter(article=pk), build)


class AcceptSuggestionView(ApiView):
    """``suggestions/{id}/accept/``."""

    @operation(operation_id="suggestions_accept", request=AcceptInput, responses={201: ClaimShape}, has_etag=True)
    def post(self, request: Request, pk: int) -> Response:
        """Make a claim of it."""
        asked = read(AcceptInput, request, suggestion_check(pk, "accept", self.actor))
        claim = suggestions.accept(suggestion_id=pk, actor=self.actor, text=asked["text"])
        return claim_answer(claim.pk, self.actor, status=201)


class DismissSuggestionView(ApiView):
    """``suggestions/{id}/dismiss/``."""

    @operation(operation_id="suggestions_dismiss", request=NOTHING, responses={200: SuggestionShape})
    def post(self, _request: Request, pk: int) -> Response:
        """Say that it is no claim worth checking."""
        row = suggestions.dismiss(suggestion_id=pk, actor=self.actor)
        return Response(suggestion_rows([row], row.article.text, self.actor)[0])


def _answer(article_id: int, *, status: int = 200) -> Response:
    body: dict[str, Any] = article_detail(article_id)
    location = f"/api/v1/articles/{article_id}/" if status != 200 else None
    return versioned(body, version=body["version"], status=status, location=location)
