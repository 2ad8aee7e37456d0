"""Problem documents for what never reaches a view of the API: unknown paths, bad hosts, crashes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from factcheck.core import errors
from factcheck.core.api import problems

API_PREFIX = "/api/"
_BY_STATUS = {
    400: problems.problem_of(problems.Malformed),
    403: problems.problem_of(errors.NotPermitted),
    404: problems.problem_of(errors.NotFound),
    405: problems.METHOD_NOT_ALLOWED,
    413: problems.problem_of(errors.TooLarge),
    500: problems.INTERNAL_ERROR,
    503: problems.UNAVAILABLE,
}
_KEPT_HEADERS = ("Allow", "Retry-After")


class ProblemMiddleware:
    """Rewrites Django's HTML error pages under ``/api/``. Comes first, to see what others refuse."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        problem = _BY_STATUS.get(response.status_code)
        if problem is None or not request.path.startswith(API_PREFIX):
            return response
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        kept = {name: response[name] for name in _KEPT_HEADERS if name in response}
        return problems.problem_response(problem, headers=kept)
