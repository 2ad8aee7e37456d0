"""Turns whatever a view raises into a problem response; what it does not know goes on to be a logged 500."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.core import exceptions as django_errors
from django.db import DatabaseError, DataError, IntegrityError, OperationalError
from django.db.models import ProtectedError
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from rest_framework import exceptions as drf
from rest_framework.response import Response
from rest_framework.views import set_rollback

from factcheck.core import errors
from factcheck.core.api import problems
from factcheck.core.api.problems import Problem, ProblemRenderer, problem_of

logger = logging.getLogger(__name__)

NON_FIELD = "non_field_errors"
BUSY_RETRY_AFTER_S = 1
DOWN_RETRY_AFTER_S = 5
# PostgreSQL, appendix A: serialization_failure, deadlock_detected, lock_not_available.
BUSY_SQLSTATES = {"40001", "40P01", "55P03"}
UNIQUE_VIOLATION = "23505"


class Refusal(Exception):
    """A problem with everything the response needs."""

    def __init__(
        self,
        problem: Problem,
        detail: str = "",
        *,
        errors_by_field: Mapping[str, list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.problem = problem
        self.detail = detail
        self.errors_by_field = errors_by_field
        self.headers = dict(headers or {})
        super().__init__(detail)


def handle(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """Return the problem response for ``exc``, or None to let it become a 500 (DRF's EXCEPTION_HANDLER)."""
    refusal = refusal_for(exc)
    if refusal is None:
        return None
    set_rollback()
    request = context.get("request")
    if request is not None:
        # Whatever was negotiated, a refusal is a problem document.
        request.accepted_renderer, request.accepted_media_type = ProblemRenderer(), problems.MEDIA_TYPE
    body = problems.body_of(refusal.problem, refusal.detail, refusal.errors_by_field)
    return Response(body, status=refusal.problem.status, headers=refusal.headers)


def refusal_for(exc: Exception) -> Refusal | None:
    """Return how ``exc`` is answered, or None for a failure of ours."""
    for kind, translate in _TRANSLATIONS:
        if isinstance(exc, kind):
            return translate(exc)
    return None


def flatten(detail: Any, path: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield messages by dotted path (``appearances.0.url``) from the nested detail of a serializer."""
    if isinstance(detail, Mapping):
        for key, value in detail.items():
            yield from flatten(value, f"{path}.{key}" if path else str(key))
    elif isinstance(detail, list | tuple):
        nested = [(index, item) for index, item in enumerate(detail) if isinstance(item, Mapping | list | tuple)]
        messages = [str(item) for item in detail if not isinstance(item, Mapping | list | tuple)]
        if messages:
            yield path or NON_FIELD, messages
        for index, item in nested:
            yield from flatten(item, f"{path}.{index}" if path else str(index))
    else:
        yield path or NON_FIELD, [str(detail)]


def _domain(exc: errors.DomainError) -> Refusal:
    headers = {}
    if isinstance(exc, errors.RateLimited):
        headers["Retry-After"] = str(max(1, exc.retry_after_s))
    elif isinstance(exc, problems.StillRunning):
        headers["Retry-After"] = str(BUSY_RETRY_AFTER_S)
    fields = exc.errors if isinstance(exc, errors.Invalid) else None
    return Refusal(problem_of(type(exc)), exc.detail, errors_by_field=fields, headers=headers)


def _invalid(detail: Any) -> Refusal:
    problem = problem_of(errors.Invalid)
    return Refusal(problem, problem.title, errors_by_field=dict(flatten(detail)))


_DRF_PROBLEMS: tuple[tuple[type[drf.APIException], Problem], ...] = (
    (drf.ParseError, problem_of(problems.Malformed)),
    (drf.NotAuthenticated, problems.NOT_AUTHENTICATED),
    (drf.AuthenticationFailed, problems.NOT_AUTHENTICATED),
    (drf.PermissionDenied, problem_of(errors.NotPermitted)),
    (drf.NotFound, problem_of(errors.NotFound)),
    (drf.MethodNotAllowed, problems.METHOD_NOT_ALLOWED),
    (drf.NotAcceptable, problems.NOT_ACCEPTABLE),
    (drf.UnsupportedMediaType, problem_of(errors.UnsupportedMedia)),
    (drf.Throttled, problem_of(errors.RateLimited)),
)


def _rest_framework(exc: drf.APIException) -> Refusal | None:
    if isinstance(exc, drf.ValidationError):
        return _invalid(exc.detail)
    headers = {}
    # DRF sets both on the instance: the view names the scheme, the throttle the wait.
    scheme = getattr(exc, "auth_header", None)
    if scheme:
        headers["WWW-Authenticate"] = str(scheme)
    if isinstance(exc, drf.Throttled):
        headers["Retry-After"] = str(max(1, math.ceil(getattr(exc, "wait", None) or 1)))
    problem = next((problem for kind, problem in _DRF_PROBLEMS if isinstance(exc, kind)), None)
    return Refusal(problem, str(exc.detail), headers=headers) if problem else None


def _django_validation(exc: django_errors.ValidationError) -> Refusal:
    return _invalid(exc.message_dict if hasattr(exc, "error_dict") else exc.messages)


def _database(exc: DatabaseError) -> Refusal | None:
    sqlstate = getattr(exc.__cause__, "sqlstate", None)
    if sqlstate in BUSY_SQLSTATES:
        headers = {"Retry-After": str(BUSY_RETRY_AFTER_S)}
        return Refusal(problem_of(errors.Conflict), "Someone else is changing this right now.", headers=headers)
    if isinstance(exc, IntegrityError):
        # Only a lost race for a unique value is the caller's affair; a broken check is a fault of ours.
        return Refusal(problem_of(errors.Conflict)) if sqlstate == UNIQUE_VIOLATION else None
    if isinstance(exc, DataError):
        logger.warning("a value passed validation that the database cannot hold", exc_info=exc)
        return _invalid(["A value is out of the range that can be stored."])
    if isinstance(exc, OperationalError):
        logger.error("the database did not answer", exc_info=exc)
        return Refusal(problems.UNAVAILABLE, headers={"Retry-After": str(DOWN_RETRY_AFTER_S)})
    return None


_TRANSLATIONS: tuple[tuple[Any, Callable[[Any], Refusal | None]], ...] = (
    (errors.DomainError, _domain),
    (drf.APIException, _rest_framework),
    ((Http404, django_errors.ObjectDoesNotExist), lambda _: Refusal(problem_of(errors.NotFound))),
    (
        (django_errors.RequestDataTooBig, django_errors.TooManyFieldsSent, django_errors.TooManyFilesSent),
        lambda exc: Refusal(problem_of(errors.TooLarge), str(exc)),
    ),
    (
        (django_errors.BadRequest, django_errors.SuspiciousOperation, MultiPartParserError, UnreadablePostError),
        lambda exc: Refusal(problem_of(problems.Malformed), str(exc)),
    ),
    (django_errors.PermissionDenied, lambda exc: Refusal(problem_of(errors.NotPermitted), str(exc))),
    (django_errors.ValidationError, _django_validation),
    (ProtectedError, lambda _: Refusal(problem_of(errors.Conflict), "Other objects still refer to this one.")),
    (DatabaseError, _database),
)
