"""Answers that any cache may keep: an ETag of what was written, and 304 to those who have it (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import parse_http_date_safe
from django.views.decorators.http import require_safe

MAX_AGE_S = 60  # short, so that a correction or a retraction reaches readers soon

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def cacheable(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Let anybody keep what ``view`` answers with 200; GET and HEAD only."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.status_code != 200:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        patch_cache_control(response, public=True, max_age=MAX_AGE_S)
        changed_at = parse_http_date_safe(response.headers.get("Last-Modified", ""))
        return get_conditional_response(request, etag, changed_at, response) or response

    return require_safe(answer)


def shared_with_any_site(response: HttpResponse) -> HttpResponse:
    """Let scripts of any site read the answer (CORS): it is public, and no cookie plays a part in it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
