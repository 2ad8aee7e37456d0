"""Every call of CONTRACT.md's table exists, and every operation of the document works as its shape says."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator

from tests.integration.api.client import API, Desk, body

CALLS = """
GET POST articles/
GET articles/{id}/
GET articles/{id}/suggestions/
POST suggestions/{id}/accept/
POST suggestions/{id}/dismiss/
GET POST claims/
GET PATCH claims/{id}/
POST claims/{id}/accept/
POST claims/{id}/decline/
POST claims/{id}/mark-duplicate/
POST claims/{id}/split/
POST claims/{id}/reopen/
POST claims/{id}/assign/
POST claims/{id}/unassign/
POST claims/match/
GET POST claims/{id}/matches/
GET POST claims/{id}/inquiry/
GET claims/{id}/inquiry/stream
GET POST claims/{id}/sources/
POST sources/{id}/retry/
POST sources/{id}/give-up/
GET claims/{id}/passages/
GET POST claims/{id}/evidence/
GET PATCH evidence/{id}/
POST evidence/{id}/withdraw/
GET POST claims/{id}/verdicts/
GET PATCH verdicts/{id}/
POST verdicts/{id}/submit/
POST verdicts/{id}/vote/
POST verdicts/{id}/return/
POST verdicts/{id}/withdraw/
POST verdicts/{id}/adjudicate/
POST verdicts/{id}/publish/
POST verdicts/{id}/correct/
POST verdicts/{id}/retract/
POST verdicts/{id}/abandon/
GET claims/{id}/events/
GET snapshots/{id}/
GET snapshots/{id}/content
GET snapshots/{id}/text
GET snapshots/{id}/warc
GET ratings/
GET claimants/
GET providers/
GET precedents/
GET corrections/
GET stats/
GET users/me/
"""


@pytest.fixture(scope="module")
def document() -> Any:
    return SchemaGenerator().get_schema(request=None, public=True)


@pytest.mark.parametrize("line", CALLS.strip().splitlines())
def test_contracts_call_exists_and_is_documented(line: str, document: Any) -> None:
    *methods, path = line.split()
    view = resolve(f"{API}/{path.replace('{id}', '1')}").func
    for method in methods:
        assert hasattr(view.view_class, method.lower()), line
        assert method.lower() in document["paths"][f"{API}/{path}"], line


def test_no_operation_has_a_default_response_and_each_names_its_success(document: Any) -> None:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            statuses = set(operation["responses"])
            assert "default" not in statuses, (method, path)
            assert {"401", "406"} <= statuses, (method, path)
            assert any(status.startswith("2") for status in statuses), (method, path)


def test_every_link_leads_to_an_operation_of_the_document(document: Any) -> None:
    operations = [op for item in document["paths"].values() for op in item.values()]
    known = {op["operationId"] for op in operations}
    linked = {
        link["operationId"]
        for op in operations
        for r in op["responses"].values()
        for link in r.get("links", {}).values()
    }
    assert linked
    assert linked <= known


@pytest.mark.django_db
def test_the_document_and_its_page_are_there_without_signing_in(client: Any) -> None:
    assert client.get("/api/schema/").status_code == 200
    page = client.get("/api/docs/")
    assert page.status_code == 200
    assert b"POST /api/v1/verdicts/{id}/vote/" in page.content
    assert b"<script" not in page.content
    assert b"style=" not in page.content


@pytest.mark.django_db
def test_people_learn_who_they_are() -> None:
    me = body(Desk("alice").get("/users/me/"))
    assert (me["username"], me["role"]) == ("alice", "fact_checker")
