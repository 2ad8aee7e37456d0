"""Whatever is sent to the sample API, it answers as its OpenAPI document says."""

from __future__ import annotations

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from factcheck.accounts.models import User
from factcheck.accounts.roles import Role
from factcheck.accounts.services import tokens

pytestmark = pytest.mark.urls("tests.integration.api_sample")
CONFORMANCE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
@override_settings(API_RATES={"actor": None, "anonymous": None})
def test_answers_follow_the_document() -> None:
    # Committed data: each request through WSGI closes the connection a test transaction would live in.
    person = User.objects.create_user("ada", role=Role.EDITOR)
    headers = {"Authorization": f"Bearer {tokens.issue(user=person).secret}"}
    document = schemathesis.openapi.from_wsgi("/api/schema/", get_wsgi_application()).exclude(path_regex="/broken/")
    statuses: dict[str, set[int]] = {}
    for result in document.get_all_operations():
        operation = result.ok()

        @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
        @given(case=operation.as_strategy())
        def answer(case: schemathesis.Case) -> None:
            response = case.call_and_validate(checks=CONFORMANCE, headers=headers)
            statuses.setdefault(case.operation.label, set()).add(response.status_code)

        answer()
    assert set(statuses) == {
        "GET /api/v1/rows/",
        "POST /api/v1/rows/",
        "GET /api/v1/ranked/",
        "POST /api/v1/ranked/",
        "GET /api/v1/people/{id}/",
        "PATCH /api/v1/people/{id}/",
        "POST /api/v1/uploads/",
    }
    assert {201, 422} <= statuses["POST /api/v1/rows/"]
