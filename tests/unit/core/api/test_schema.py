from __future__ import annotations

from typing import Any

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.integration import api_sample


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return dict(SchemaGenerator(patterns=api_sample.urlpatterns).get_schema(request=None, public=True))


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(path, method, described) for path, item in document["paths"].items() for method, described in item.items()]


def parameter(described: dict[str, Any], name: str) -> dict[str, Any] | None:
    return next((entry for entry in described.get("parameters", []) if entry["name"] == name), None)


def test_it_is_openapi_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert set(document["components"]["securitySchemes"]) == {"bearer", "session"}


def test_each_operation_documents_its_refusals_one_by_one(document: dict[str, Any]) -> None:
    for path, method, described in operations(document):
        responses = described["responses"]
        assert "default" not in responses
        expected = {"400", "401", "403", "406", "413", "422", "429"}
        if "{" in path:
            expected.add("404")
        if method in {"post", "patch"}:
            expected |= {"409", "415"}
        assert expected <= set(responses), (path, method)
        for status in expected:
            content = responses[status]["content"]
            assert content == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    assert "x-conventions" not in str(document)


def test_an_edit_documents_if_match_and_the_tag_it_answers(document: dict[str, Any]) -> None:
    edit = document["paths"]["/api/v1/people/{id}/"]["patch"]
    header = parameter(edit, "If-Match")
    assert header is not None
    assert header["required"] is True
    assert {"412", "428"} <= set(edit["responses"])
    assert "ETag" in edit["responses"]["200"]["headers"]
    assert parameter(document["paths"]["/api/v1/people/{id}/"]["get"], "If-Match") is None


def test_a_post_documents_the_idempotency_key(document: dict[str, Any]) -> None:
    create = document["paths"]["/api/v1/rows/"]["post"]
    header = parameter(create, "Idempotency-Key")
    assert header is not None
    assert header.get("required", False) is False
    assert header["schema"]["maxLength"] == 255
    assert "201" in create["responses"]
    assert "200" not in create["responses"]


def test_lists_document_cursor_pages(document: dict[str, Any]) -> None:
    listing = document["paths"]["/api/v1/rows/"]["get"]
    size = parameter(listing, "page_size")
    assert size is not None
    assert size["schema"]["maximum"] == 200
    assert parameter(listing, "cursor") is not None
    page = document["components"]["schemas"]["PaginatedRowOutList"]
    assert page["required"] == ["next", "previous", "results"]
    assert page["properties"]["next"]["type"] == ["string", "null"]


def test_public_operations_say_so(document: dict[str, Any]) -> None:
    assert document["paths"]["/api/v1/broken/{how}/"]["get"]["security"] == [{}]
