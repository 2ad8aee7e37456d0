"""The pages people read: the list, a fact-check, its earlier revisions, and all corrections."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any, cast

from django.conf import settings
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import http_date

from claims.models import PublicPage, Rating
from claims.public.caching import cacheable
from claims.publishing import claimreview
from claims.publishing.hygiene import one_line
from claims.publishing.records import PublishedCheck
from claims.selectors import pages
from claims.selectors.published import check_of

PAGE_SIZE = 20
QUERY_MAX_CHARACTERS = 200


@cacheable
def index(request: HttpRequest) -> HttpResponse:
    """List the fact-checks: ``q`` searches, ``rating`` filters, ``page`` turns."""
    query = one_line(request.GET.get("q", ""))[:QUERY_MAX_CHARACTERS]
    rating = request.GET.get("rating", "")
    found = pages.matching(pages.newest(), query)
    if rating:
        found = pages.rated(found, rating) if rating in Rating.Class.values else found.none()
    page = _page_of(request, found)
    checks = list(pages.checks(cast("QuerySet[PublicPage]", page.object_list)))
    asked = {"query": query, "rating": rating, "ratings": Rating.Class.choices}
    return _html("public/index.html", {"page": page, "checks": checks, "query_max": QUERY_MAX_CHARACTERS, **asked})


@cacheable
def factcheck(_request: HttpRequest, slug: str) -> HttpResponse:
    """Show the answer that stands; a retracted one stays and says so, without the markup machines would spread."""
    page = shown(slug)
    check = check_of(page)
    markup = "" if check.is_retracted else claimreview.as_script(claimreview.build(check))
    context = {"check": check, "page": check, "markup": markup, "is_current": True}
    return dated(_html("public/factcheck.html", context), page)


@cacheable
def revision(_request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one answer as it became public, with a word on what became of it."""
    page = shown(slug)
    current = check_of(page)
    answers = {answer.number: answer for answer in (current, *current.earlier)}
    if number not in answers:
        raise Http404("There is no such revision.")
    context = {"check": answers[number], "page": current, "entry": _entry(current, number), "is_current": False}
    return dated(_html("public/factcheck.html", context), page)


@cacheable
def corrections(request: HttpRequest) -> HttpResponse:
    """List what was corrected or retracted after publication, newest first."""
    page = _page_of(request, pages.public_corrections())
    return _html("public/corrections.html", {"page": page})


def shown(slug: str) -> PublicPage:
    """Return the page with this slug.

    Raises:
        Http404: there is none.
    """
    page = pages.page_shown(slug)
    if page is None:
        raise Http404("There is no such fact-check.")
    return page


def dated(response: HttpResponse, page: PublicPage) -> HttpResponse:
    """Return the response with the time of the page's last change."""
    response.headers["Last-Modified"] = http_date(page.updated_at.timestamp())
    return response


def _entry(current: PublishedCheck, number: int) -> Any:
    return next(entry for entry in current.revisions if entry.number == number)


def _page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    try:
        return Paginator(rows, PAGE_SIZE).page(request.GET.get("page", "1"))
    except (EmptyPage, PageNotAnInteger):
        raise Http404("There is no such page of the list.") from None


def _html(template: str, context: Mapping[str, Any]) -> HttpResponse:
    """Render without the request and in UTC: no person, no messages, so the page is the same for all."""
    with timezone.override(UTC):
        return HttpResponse(render_to_string(template, {"site_name": settings.SITE_NAME, **context}))
