from __future__ import annotations

import pytest
from django.core import exceptions as django_errors
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404
from rest_framework import exceptions as drf

from factcheck.core import errors
from factcheck.core.api import problems
from factcheck.core.api.handler import flatten, handle, refusal_for


class OwnRule(errors.NotPermitted):
    """A rule of one app."""

    slug = "own-rule"
    title = "Not your own."


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (problems.Malformed(), 400, "malformed"),
        (errors.NotPermitted(), 403, "not-permitted"),
        (errors.NotFound(), 404, "not-found"),
        (errors.NotAllowedInState(), 409, "not-allowed-in-state"),
        (errors.Conflict(), 409, "conflict"),
        (errors.Stale(), 412, "stale"),
        (errors.TooLarge(), 413, "too-large"),
        (errors.UnsupportedMedia(), 415, "unsupported-media-type"),
        (errors.Invalid({"text": ["Too long."]}), 422, "invalid"),
        (problems.PreconditionRequired(), 428, "precondition-required"),
        (errors.RateLimited(7), 429, "rate-limited"),
        (OwnRule(), 403, "own-rule"),
        (drf.ParseError(), 400, "malformed"),
        (drf.NotAuthenticated(), 401, "not-authenticated"),
        (drf.AuthenticationFailed(), 401, "not-authenticated"),
        (drf.PermissionDenied(), 403, "not-permitted"),
        (drf.NotFound(), 404, "not-found"),
        (drf.MethodNotAllowed("PUT"), 405, "method-not-allowed"),
        (drf.NotAcceptable(), 406, "not-acceptable"),
        (drf.UnsupportedMediaType("text/csv"), 415, "unsupported-media-type"),
        (drf.ValidationError({"a": ["x"]}), 422, "invalid"),
        (drf.Throttled(wait=3), 429, "rate-limited"),
        (Http404(), 404, "not-found"),
        (django_errors.ObjectDoesNotExist(), 404, "not-found"),
        (django_errors.PermissionDenied(), 403, "not-permitted"),
        (django_errors.RequestDataTooBig(), 413, "too-large"),
        (django_errors.BadRequest(), 400, "malformed"),
        (django_errors.ValidationError({"name": ["x"]}), 422, "invalid"),
        (DataError("out of range"), 422, "invalid"),
        (OperationalError("gone"), 503, "unavailable"),
    ],
)
def test_each_refusal_has_one_status_and_a_stable_type(error: Exception, status: int, slug: str) -> None:
    response = handle(error, {})
    assert response is not None
    assert (response.status_code, response.data["type"]) == (status, f"/problems/{slug}")


def test_a_failure_of_ours_is_not_explained_away() -> None:
    assert handle(RuntimeError("bug"), {}) is None
    assert handle(IntegrityError("check violated"), {}) is None


@pytest.mark.parametrize(
    ("sqlstate", "kind", "status"),
    [("55P03", OperationalError, 409), ("40P01", OperationalError, 409), ("40001", OperationalError, 409),
     ("23505", IntegrityError, 409), ("57014", OperationalError, 503)],
)  # fmt: skip
def test_database_refusals_follow_the_sqlstate(sqlstate: str, kind: type[Exception], status: int) -> None:
    error = kind("x")
    error.__cause__ = type("Cause", (Exception,), {"sqlstate": sqlstate})()
    refusal = refusal_for(error)
    assert refusal is not None
    assert refusal.problem.status == status


@pytest.mark.parametrize("error", [errors.RateLimited(7), drf.Throttled(wait=6.2), problems.StillRunning()])
def test_waiting_is_told_in_whole_seconds(error: Exception) -> None:
    response = handle(error, {})
    assert response is not None
    assert int(response["Retry-After"]) >= 1


def test_errors_are_keyed_by_dotted_path() -> None:
    detail = {"a": [{}, {"b": ["x", "y"]}], "c": {"3": ["z"]}, "non_field_errors": ["w"], "d": "v"}
    assert dict(flatten(detail)) == {
        "a.1.b": ["x", "y"],
        "c.3": ["z"],
        "non_field_errors": ["w"],
        "d": ["v"],
    }
    assert dict(flatten(["alone"])) == {"non_field_errors": ["alone"]}


def test_every_domain_error_has_a_page_without_being_listed() -> None:
    registry = problems.registry()
    assert registry["own-rule"].status == 403
    assert registry["own-rule"].explanation == "A rule of one app."
    assert {"not-found", "stale", "invalid", "unavailable", "csrf-failed"} <= set(registry)
