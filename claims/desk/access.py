"""Who sees the desk's pages, and what they see when something is not there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from claims.desk.refusals import answer_to
from factcheck.accounts.models import User
from factcheck.core.errors import DomainError

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]


def desk_page(view: Page[P]) -> Page[P]:
    """Let signed-in people in; a refusal that the view does not answer itself becomes a page that says so."""

    @wraps(view)
    def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DomainError as error:
            refused = answer_to(error)
            return render(request, "desk/refused.html", {"refused": refused}, status=refused.status)

    return cast("Page[P]", login_required(page))


def reader(request: HttpRequest) -> User:
    """Return the signed-in person of a desk page."""
    return cast("User", request.user)
