"""Problem details (RFC 9457): which refusal is which status, and what the body looks like.

The only place where a DomainError class meets a status code. Subclasses with a slug of their own inherit the status of
the nearest class listed here and get their page under ``/problems/`` without being listed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from django.http import HttpResponse
from rest_framework.renderers import BaseRenderer

from factcheck.core import errors
from factcheck.core.api.encoding import encode

MEDIA_TYPE = "application/problem+json"
BASE_PATH = "/problems/"


class Malformed(errors.DomainError):
    """The request could not be read: broken JSON, text that is not UTF-8, or a header with the wrong syntax."""

    slug = "malformed"
    title = "The request could not be read."


class PreconditionRequired(errors.DomainError):
    """The request must say which version it changes: send the ETag you read as If-Match (RFC 6585, section 3)."""

    slug = "precondition-required"
    title = "Say which version you are changing."


class CsrfFailed(errors.NotPermitted):
    """A browser session must send the CSRF token with every change. Programs use a bearer token instead."""

    slug = "csrf-failed"
    title = "The request does not come from our pages."


class KeyReused(errors.DomainError):
    """The Idempotency-Key was used before with another request. Use a new key for a new request."""

    slug = "idempotency-key-reused"
    title = "This Idempotency-Key belongs to another request."


class StillRunning(errors.Conflict):
    """A request with the same Idempotency-Key is still running. Ask again after the seconds in Retry-After."""

    slug = "request-still-running"
    title = "A request with this Idempotency-Key is still running."


@dataclass(frozen=True)
class Problem:
    """A kind of refusal: its slug is the stable part of ``type``."""

    slug: str
    status: int
    title: str
    explanation: str

    @property
    def type(self) -> str:
        return f"{BASE_PATH}{self.slug}"


STATUS_BY_ERROR: dict[type[errors.DomainError], int] = {
    errors.DomainError: 409,
    Malformed: 400,
    errors.NotPermitted: 403,
    errors.NotFound: 404,
    errors.NotAllowedInState: 409,
    errors.Conflict: 409,
    errors.Stale: 412,
    errors.TooLarge: 413,
    errors.UnsupportedMedia: 415,
    errors.Invalid: 422,
    KeyReused: 422,
    PreconditionRequired: 428,
    errors.RateLimited: 429,
}

# Refusals of the HTTP layer itself: no service can raise them.
HTTP_PROBLEMS = (
    Problem("not-authenticated", 401, "Sign in first.", "Send a valid bearer token, or sign in with a session."),
    Problem(
        "method-not-allowed", 405, "This method is not offered here.", "The Allow header lists the methods that are."
    ),
    Problem(
        "not-acceptable", 406, "None of the accepted media types is available.", "The API answers application/json."
    ),
    Problem("internal-error", 500, "Something broke on our side.", "Nothing was changed. The failure was logged."),
    Problem("unavailable", 503, "The service cannot answer right now.", "Try again after the seconds in Retry-After."),
)

NOT_AUTHENTICATED, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, INTERNAL_ERROR, UNAVAILABLE = HTTP_PROBLEMS


def problem_of(error: type[errors.DomainError]) -> Problem:
    """Return the problem a DomainError class stands for, with the status of its nearest listed base."""
    status = next(STATUS_BY_ERROR[base] for base in error.__mro__ if base in STATUS_BY_ERROR)
    return Problem(error.slug, status, error.title, cleandoc(error.__doc__ or error.title))


def registry() -> dict[str, Problem]:
    """Return every problem by slug: those of HTTP, and one for each DomainError class that has been imported."""
    found = {problem.slug: problem for problem in HTTP_PROBLEMS}
    for error in _with_subclasses(errors.DomainError):
        if "slug" in vars(error):
            found.setdefault(error.slug, problem_of(error))
    return dict(sorted(found.items()))


def _with_subclasses(error: type[errors.DomainError]) -> Iterator[type[errors.DomainError]]:
    yield error
    for child in error.__subclasses__():
        yield from _with_subclasses(child)


def body_of(
    problem: Problem, detail: str = "", errors_by_field: Mapping[str, list[str]] | None = None
) -> dict[str, Any]:
    """Return the members of the problem document; ``errors`` only when there are any."""
    body: dict[str, Any] = {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": detail or problem.explanation,
    }
    if errors_by_field:
        body["errors"] = dict(errors_by_field)
    return body


def problem_response(problem: Problem, detail: str = "", headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return a finished response for code outside DRF, such as middleware."""
    content = encode(body_of(problem, detail))
    return HttpResponse(content, status=problem.status, content_type=MEDIA_TYPE, headers=dict(headers or {}))


class ProblemRenderer(BaseRenderer):
    """Writes a problem body. Used for every refusal, whatever the client said it accepts (RFC 9110, 15.5.7)."""

    media_type = MEDIA_TYPE
    format = "problem"
    charset = None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:
        return encode(data)
