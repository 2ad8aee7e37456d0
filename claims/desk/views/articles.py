"""Articles, and the claims the machine found in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from claims.desk.access import desk_page, reader
from claims.desk.forms.claims import NewArticleForm
from claims.desk.highlights import cut
from claims.desk.refusals import Refused, answer_to, mark_fields, of_form
from claims.desk.wording import reason_words
from claims.models import Suggestion
from claims.permissions import available_actions
from claims.selectors.articles import article_list, article_page, suggestions_of
from claims.services import suggestions
from claims.services.articles import add_article
from claims.workflow import SUGGESTION_MOVES
from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.core.errors import DomainError, NotFound

PAGE_ROWS = 50
_SERVICES: Mapping[str, Callable[..., object]] = {
    "accept": suggestions.accept,
    "dismiss": suggestions.dismiss,
    "reopen": suggestions.reopen,
}
_DONE = {"accept": "Accepted: it is a claim in the queue now.", "dismiss": "Dismissed.", "reopen": "Open again."}


@dataclass(frozen=True)
class Choice:
    """A button at a suggestion; ``key`` presses it from the keyboard."""

    name: str
    label: str
    key: str = ""
    tone: str = ""


CHOICES = (
    Choice("accept", "Accept", key="a", tone="primary"),
    Choice("dismiss", "Dismiss", key="d"),
    Choice("reopen", "Undo"),
)


@dataclass(frozen=True)
class SuggestionItem:
    """A suggestion with its words and what this person may do with it."""

    suggestion: Suggestion
    words: str
    choices: tuple[Choice, ...]


@desk_page
@require_GET
def articles(request: HttpRequest) -> HttpResponse:
    """List articles, newest first."""
    found, before = article_list(), request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        found = found.filter(pk__lt=int(before))
    rows = list(found[: PAGE_ROWS + 1])
    context = {
        "section": "articles",
        "rows": rows[:PAGE_ROWS],
        "older": rows[PAGE_ROWS - 1].pk if len(rows) > PAGE_ROWS else None,
        "may_add": policy.allowed("article.add", reader(request)),
    }
    return render(request, "desk/articles.html", context)


@desk_page
@require_http_methods(["GET", "POST"])
def new_article(request: HttpRequest) -> HttpResponse:
    """Add an article by its text or its address."""
    form, refused = NewArticleForm(request.POST or None), None
    if request.method == "POST":
        policy.require("article.add", reader(request))
        refused = of_form()
        if form.is_valid():
            try:
                article = add_article(**form.inputs(), actor=reader(request))
            except DomainError as error:
                mark_fields(form, error)
                refused = answer_to(error)
            else:
                messages.success(request, "Added. Its claims are being looked for.")
                return redirect("desk:article", article.pk)
    context = {"form": form, "refused": refused}
    return render(request, "desk/new_article.html", context, status=refused.status if refused else 200)


@desk_page
@require_GET
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """Show an article with its suggestions marked in place."""
    return _article(request, article_id)


@desk_page
@require_POST
def suggestion_action(request: HttpRequest, suggestion_id: int, name: str) -> HttpResponse:
    """Accept, dismiss or reopen a suggestion."""
    article_id = Suggestion.objects.filter(pk=suggestion_id).values_list("article_id", flat=True).first()
    if article_id is None or name not in _SERVICES:
        raise NotFound("There is no such suggestion.")
    try:
        _SERVICES[name](suggestion_id=suggestion_id, actor=reader(request))
    except DomainError as error:
        return _article(request, article_id, answer_to(error))
    messages.success(request, _DONE[name])
    return redirect(reverse("desk:article", args=[article_id]) + f"#suggestion-{suggestion_id}")


def _article(request: HttpRequest, article_id: int, refused: Refused | None = None) -> HttpResponse:
    found = article_page(article_id)
    if found is None:
        raise NotFound("There is no such article.")
    text = found.text
    items = [
        SuggestionItem(row, text[row.start : row.end], _choices(row, reader(request)))
        for row in suggestions_of(article_id).prefetch_related(None)
    ]
    context = {
        "section": "articles",
        "article": found,
        "items": items,
        "pieces": list(cut(text, [item.suggestion for item in items])),
        "refused": refused,
        "fetch_reason": reason_words(found.fetch_reason or ""),  # type: ignore[attr-defined]  # annotated
    }
    return render(request, "desk/article.html", context, status=refused.status if refused else 200)


def _choices(row: Suggestion, actor: User) -> tuple[Choice, ...]:
    """Return what ``actor`` may do with a suggestion; costs no query."""
    open_to = available_actions(SUGGESTION_MOVES, state=row.state, actor=actor, facts={})
    return tuple(choice for choice in CHOICES if choice.name in open_to)
