"""What machines read: ClaimReview as JSON, feeds, sitemap, oEmbed, robots.txt."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_safe

from claims.public.caching import cacheable, shared_with_any_site
from claims.public.pages import dated, shown
from claims.publishing import claimreview, feeds, oembed, sitemap
from claims.publishing.records import PublishedCheck, PublishedFeed
from claims.selectors import pages
from claims.selectors.published import check_of, page_path, this_desk

FEED_ENTRIES = 50
URL_MAX_CHARACTERS = 2000
_BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)


@cacheable
def factcheck_json(_request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the ClaimReview of a fact-check; a retracted one has none any more (410)."""
    page = shown(slug)
    check = check_of(page)
    if check.is_retracted:
        gone = {"type": "about:blank", "title": "This fact-check was retracted.", "status": 410, "instance": check.url}
        return _json(gone, content_type="application/problem+json", status=410)
    return dated(_json(claimreview.build(check), content_type="application/ld+json"), page)


@cacheable
def claimreview_feed(_request: HttpRequest) -> HttpResponse:
    """Answer with every fact-check that stands, as a Data Commons DataFeed."""
    checks = pages.checks(pages.standing()[: feeds.MAX_DATA_FEED_ITEMS])
    return _json(feeds.datacommons_feed(list(checks)))


@cacheable
def atom_feed(_request: HttpRequest) -> HttpResponse:
    """Answer with the fact-checks changed last, as Atom."""
    document = feeds.atom(list(_latest()), _feed("feed-atom"))
    return shared_with_any_site(HttpResponse(document, content_type="application/atom+xml; charset=utf-8"))


@cacheable
def json_feed(_request: HttpRequest) -> HttpResponse:
    """Answer with the fact-checks changed last, as JSON Feed."""
    return _json(feeds.json_feed(list(_latest()), _feed("feed-json")), content_type="application/feed+json")


@cacheable
def sitemap_xml(_request: HttpRequest) -> HttpResponse:
    """Answer with the addresses of all public pages."""
    rows = pages.addresses()[: sitemap.MAX_URLS].iterator()
    document = sitemap.sitemap((f"{settings.SITE_URL}{page_path(slug)}", changed_at) for slug, changed_at in rows)
    return HttpResponse(document, content_type="application/xml; charset=utf-8")


@cacheable
def embed(request: HttpRequest) -> HttpResponse:
    """Answer an oEmbed request (https://oembed.com, section 2.3); JSON only, so XML is 501."""
    if request.GET.get("format", "json") != "json":
        return HttpResponse("Only json is offered.", status=501, content_type="text/plain; charset=utf-8")
    address = request.GET.get("url", "")
    if not 0 < len(address) <= URL_MAX_CHARACTERS:
        return _refused(f"url is required, with at most {URL_MAX_CHARACTERS} characters.")
    try:
        limits = {"max_width": _size(request, "maxwidth"), "max_height": _size(request, "maxheight")}
    except ValueError:
        return _refused("maxwidth and maxheight are whole numbers of pixels from 1 to 99999.")
    slug = slug_in(address)
    if slug is None:
        raise Http404("This is no fact-check of this site.")
    page = shown(slug)
    return dated(_json(oembed.response(check_of(page), **limits), content_type="application/json"), page)


@cacheable
def robots(_request: HttpRequest) -> HttpResponse:
    """Answer with robots.txt (RFC 9309): what needs a sign-in is of no use to a crawler."""
    closed = ("/accounts/", "/admin/", "/api/", "/desk/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {settings.SITE_URL}{reverse('sitemap')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(_request: HttpRequest) -> HttpResponse:
    """Send those who ask for /favicon.ico unasked to the icon the pages name."""
    return HttpResponsePermanentRedirect(static("claims/icon.svg"))


def slug_in(address: str) -> str | None:
    """Return the slug in the address of one of our pages, at whatever revision; None for any other address."""
    try:
        here, there = urlsplit(settings.SITE_URL), urlsplit(address)
        match = resolve(there.path) if there.netloc == here.netloc else None
    except (ValueError, Resolver404):
        match = None
    is_ours = match is not None and match.url_name in {"factcheck", "factcheck-revision"}
    return match.kwargs["slug"] if match is not None and is_ours else None


def _latest() -> Iterable[PublishedCheck]:
    return pages.checks(pages.newest()[:FEED_ENTRIES], is_whole=True)


def _feed(name: str) -> PublishedFeed:
    desk = this_desk()
    return PublishedFeed(
        title=f"Fact-checks by {desk.name}",
        home_url=f"{settings.SITE_URL}{reverse('factchecks')}",
        feed_url=f"{settings.SITE_URL}{reverse(name)}",
        publisher=desk,
        language=settings.LANGUAGE_CODE,
        updated_at=_BEFORE_ALL,
    )


def _size(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 5) or int(text) < 1:
        raise ValueError(name)
    return int(text)


def _refused(detail: str) -> HttpResponse:
    return HttpResponse(detail, status=400, content_type="text/plain; charset=utf-8")


def _json(document: Any, *, content_type: str = "application/json", status: int = 200) -> HttpResponse:
    body = json.dumps(document, ensure_ascii=False)
    return shared_with_any_site(HttpResponse(body, content_type=content_type, status=status))
