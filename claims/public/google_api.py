"""Google's Fact Check Tools API v1alpha1, read methods, over this desk's own fact-checks.

Source: https://developers.google.com/fact-check/tools/api/reference/rest
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from claims.models import PublicPage
from claims.public.documents import slug_in
from claims.public.google_requests import Parameters, Refusal, method, not_found, refused
from claims.publishing import google_api
from claims.publishing.records import PublishedCheck
from claims.selectors import pages
from claims.selectors.published import check_of

PAGE_SIZE = 10
PAGE_SIZE_MAX = 100
_PAGING = ("pageSize", "pageToken", "offset")
_AGE_MAX_DAYS = 36_500


@method("query", "languageCode", "reviewPublisherSiteFilter", "maxAgeDays", *_PAGING)
def search_claims(parameters: Parameters) -> dict[str, Any]:
    """Answer ``claims:search``: fact-checks that have words of the query, or all of a publisher's."""
    query, publisher = parameters.text("query"), parameters.text("reviewPublisherSiteFilter")
    if not query and not publisher:
        message = "Request must have a query or a reviewPublisherSiteFilter."
        raise Refusal(400, "INVALID_ARGUMENT", message, field="query")
    found = pages.matching(pages.standing(), query)
    if publisher and _host(publisher) != _host(settings.SITE_URL):
        found = found.none()
    if language := parameters.text("languageCode"):
        found = pages.in_language(found, language)
    if days := parameters.number("maxAgeDays"):
        found = pages.published_since(found, timezone.now() - timedelta(days=min(days, _AGE_MAX_DAYS)))
    checks, token = _slice(found, parameters)
    return google_api.claim_search_response(checks, token)


@method("url", "organization", *_PAGING)
def list_pages(parameters: Parameters) -> dict[str, Any]:
    """Answer ``pages.list``: the markup of one page, or of this organisation's pages."""
    found = pages.standing()
    if url := parameters.text("url"):
        found = found.filter(slug=slug_in(url) or "")
    organization = parameters.text("organization")
    if organization and organization.casefold() not in {settings.SITE_NAME.casefold(), _host(settings.SITE_URL)}:
        found = found.none()
    checks, token = _slice(found, parameters)
    return google_api.pages_response(checks, token)


@method()
def get_page(_parameters: Parameters, slug: str) -> dict[str, Any]:
    """Answer ``pages.get``; a retracted page has no markup any more."""
    page = pages.page_shown(slug)
    if page is None:
        raise not_found()
    return google_api.page_resource(check_of(page))


@csrf_exempt
def unknown(_request: HttpRequest, name: str) -> HttpResponse:
    """Refuse a method that this API does not have."""
    return refused(not_found(f"Method not found: {name[:200]}"))


def _slice(found: QuerySet[PublicPage], parameters: Parameters) -> tuple[list[PublishedCheck], str]:
    """Return one page of results and the token of the next, empty on the last."""
    start = parameters.start()
    size = min(parameters.number("pageSize") or PAGE_SIZE, PAGE_SIZE_MAX)
    checks = list(pages.checks(found[start : start + size + 1]))
    return checks[:size], parameters.token_for(start + size) if len(checks) > size else ""


def _host(address: str) -> str:
    """Return the host of an address or of a bare domain, without ``www.``."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
