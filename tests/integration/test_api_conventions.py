"""The rules every endpoint follows (CONTRACT.md, HTTP), on a sample API of their own."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from factcheck.accounts.models import Token, User
from factcheck.accounts.roles import Role
from factcheck.accounts.services import tokens
from factcheck.core.api.limits import BODY_BYTES, UPLOAD_BYTES
from tests.problems import assert_problem

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.integration.api_sample")]
ROWS = "/api/v1/rows/"


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ada", role=Role.EDITOR, password="secret")


@pytest.fixture
def secret(person: User) -> str:
    return tokens.issue(user=person).secret


@pytest.fixture
def api(secret: str) -> APIClient:
    client = APIClient(raise_request_exception=False)
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def rows() -> int:
    return Token.objects.exclude(digest__regex="^[0-9a-f]{64}$").count()


# --- who asks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer nonsense", "Bearer fc_" + "x" * 43, "Basic YTpi"])
def test_without_a_valid_token_nothing_is_done(header: str | None) -> None:
    headers = {"Authorization": header} if header else {}
    response = APIClient().post(ROWS, {"label": "x"}, headers=headers)
    assert_problem(response, 401, "not-authenticated")
    assert response["WWW-Authenticate"] == 'Bearer realm="api"'
    assert rows() == 0


def test_a_deactivated_person_is_signed_out_at_once(api: APIClient, person: User) -> None:
    assert api.get(ROWS).status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert_problem(api.get(ROWS), 401, "not-authenticated")


def test_a_browser_session_reads_but_needs_the_csrf_token_to_write(person: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    assert browser.get(ROWS).status_code == 200
    response = browser.post(ROWS, {"label": "x"}, content_type="application/json")
    assert_problem(response, 403, "csrf-failed")
    assert rows() == 0


def test_answers_to_a_person_are_kept_by_no_cache(api: APIClient, person: User) -> None:
    response = api.get(f"/api/v1/people/{person.pk}/", headers={"If-None-Match": '"1"'})
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert "Authorization" in response["Vary"]


# --- what is read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body", [b"{", b'{"label": "\xff"}', b'{"label": NaN}', b"[" * 100_000, b'{"a":' * 2_000 + b"1" + b"}" * 2_000]
)
def test_a_body_that_is_not_json_is_malformed(api: APIClient, body: bytes) -> None:
    assert_problem(api.post(ROWS, body, content_type="application/json"), 400, "malformed")


@pytest.mark.parametrize("media_type", ["text/csv", "multipart/form-data; boundary=x", "nonsense"])
def test_a_media_type_not_read_here_is_415(api: APIClient, media_type: str) -> None:
    assert_problem(api.post(ROWS, b"a", content_type=media_type), 415, "unsupported-media-type")


def test_field_errors_are_named_by_path(api: APIClient) -> None:
    body = {"label": "x" * 101, "appearances": [{"url": "https://example.org"}, {"url": "no"}]}
    assert_problem(api.post(ROWS, body), 422, "invalid", errors={"label", "appearances.1.url"})
    assert_problem(api.post(ROWS, [1]), 422, "invalid", errors={"non_field_errors"})
    assert rows() == 0


def test_nul_is_refused_wherever_it_stands(api: APIClient) -> None:
    assert_problem(api.post(ROWS, {"label": "a\x00b", "x": [{"y": "\x00"}]}), 422, "invalid", errors={"label", "x.0.y"})
    assert_problem(api.get(ROWS + "?q=a%00b"), 422, "invalid", errors={"q"})
    assert_problem(api.get("/api/v1/people/a%00b/"), 404, "not-found")


def test_a_body_at_the_limit_is_read_and_one_byte_more_is_413_naming_it(api: APIClient) -> None:
    frame = len(b'{"label":"x","pad":""}')
    fits = b'{"label":"x","pad":"' + b"p" * (BODY_BYTES - frame) + b'"}'
    assert api.post(ROWS, fits, content_type="application/json").status_code == 201
    body = assert_problem(api.post(ROWS, fits + b" ", content_type="application/json"), 413, "too-large")
    assert "5 MB" in body["detail"]
    assert rows() == 1


def test_a_body_in_chunks_is_refused_and_not_taken_for_an_empty_one(api: APIClient) -> None:
    answer = api.post(ROWS, {"label": "x"}, headers={"Transfer-Encoding": "chunked"})
    assert_problem(answer, 400, "malformed")
    assert rows() == 0


def test_uploads_have_a_larger_limit_of_their_own(api: APIClient) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("a.pdf", b"p" * (BODY_BYTES + 1))
    assert api.post("/api/v1/uploads/", {"file": file}, format="multipart").status_code == 201
    too_long = {"CONTENT_LENGTH": str(UPLOAD_BYTES * 2)}
    response = api.post("/api/v1/uploads/", b"", content_type="multipart/form-data; boundary=x", **too_long)
    assert "50 MB" in assert_problem(response, 413, "too-large")["detail"]
    json_body = b'"' + b"p" * BODY_BYTES + b'"'
    assert_problem(api.post("/api/v1/uploads/", json_body, content_type="application/json"), 413, "too-large")


# --- what is offered --------------------------------------------------------------------------------------------


def test_method_and_media_type_are_negotiated(api: APIClient) -> None:
    response = api.put(ROWS, {})
    assert_problem(response, 405, "method-not-allowed")
    assert "POST" in response["Allow"]
    assert_problem(api.get(ROWS, headers={"Accept": "text/csv"}), 406, "not-acceptable")
    assert api.get(ROWS + "?format=xml").status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/nothing/", "/api/v1/people/x/", "/api/v1/people/999999999999999999999/"]
)
def test_unknown_paths_under_api_are_problems_too(api: APIClient, path: str) -> None:
    assert_problem(api.get(path), 404, "not-found")


def test_other_paths_keep_their_own_error_pages(client: Client) -> None:
    assert client.get("/nothing")["Content-Type"].startswith("text/html")


def test_failures_before_or_inside_a_view_are_problems_without_their_cause(api: APIClient) -> None:
    assert_problem(api.get("/api/v1/broken/html/"), 400, "malformed")
    body = assert_problem(api.get("/api/v1/broken/crash/"), 500, "internal-error")
    assert "bug" not in str(body)
    response = api.get("/api/v1/broken/database/")
    assert_problem(response, 503, "unavailable")
    assert response["Retry-After"]
    assert_problem(api.get(ROWS, headers={"Host": "evil.example"}), 400, "malformed")


def test_each_problem_has_a_page(client: Client) -> None:
    index = client.get("/problems/")
    assert b"/problems/not-allowed-in-state" in index.content
    page = client.get("/problems/stale")
    assert page.status_code == 200
    assert b"412" in page.content
    assert client.get("/problems/no-such").status_code == 404


def test_too_many_requests_are_429_with_the_wait(api: APIClient, settings: Settings, person: User) -> None:
    settings.API_RATES = {"actor": 2}
    responses = [api.get(ROWS) for _ in range(3)]
    assert [response.status_code for response in responses] == [200, 200, 429]
    assert_problem(responses[2], 429, "rate-limited")
    assert 1 <= int(responses[2]["Retry-After"]) <= 60


# --- versions ---------------------------------------------------------------------------------------------------


def test_an_edit_needs_the_current_version(api: APIClient, person: User) -> None:
    path = f"/api/v1/people/{person.pk}/"
    tag = api.get(path)["ETag"]
    assert tag == '"1"'
    assert_problem(api.patch(path, {}), 428, "precondition-required")
    assert_problem(api.patch(path, {}, headers={"If-Match": "1"}), 400, "malformed")
    for other in ('"0"', '"01"', 'W/"1"'):
        assert_problem(api.patch(path, {}, headers={"If-Match": other}), 412, "stale")
    person.refresh_from_db()
    assert person.version == 1
    assert api.patch(path, {}, headers={"If-Match": tag})["ETag"] == '"2"'


# --- pages ------------------------------------------------------------------------------------------------------


def pages(api: APIClient, path: str, direction: str) -> list[list[str]]:
    found = []
    next_path: str | None = path
    while next_path:
        body: dict[str, Any] = api.get(next_path).json()
        found.append([row["label"] for row in body["results"]])
        next_path = body[direction]
        last = body
    found.append([str(last["previous" if direction == "next" else "next"])])
    return found


@pytest.fixture
def seven(person: User) -> list[str]:
    labels = [f"row{number % 3}" for number in range(7)]
    for number, label in enumerate(labels):
        Token.objects.create(user=person, label=label, digest=f"row-{number}")
    return labels


def test_pages_are_newest_first_and_lead_back(api: APIClient, seven: list[str]) -> None:
    *forward, (back,) = pages(api, ROWS + "?page_size=3", "next")
    assert [label for page in forward for label in page] == seven[::-1]
    assert [len(page) for page in forward] == [3, 3, 1]
    *backward, _ = pages(api, back, "previous")
    assert backward == forward[-2::-1]


def test_rows_that_tie_are_neither_lost_nor_repeated(api: APIClient, seven: list[str]) -> None:
    *forward, _ = pages(api, "/api/v1/ranked/?page_size=2", "next")
    assert [label for page in forward for label in page] == sorted(seven)


def test_a_new_row_does_not_shift_the_next_page(api: APIClient, seven: list[str], person: User) -> None:
    first = api.get(ROWS + "?page_size=3").json()
    Token.objects.create(user=person, label="row-new", digest="row-new")
    second = api.get(first["next"]).json()
    assert [row["label"] for row in second["results"]] == seven[::-1][3:6]


def test_a_page_costs_one_query_beside_sign_in(
    api: APIClient, seven: list[str], django_assert_num_queries: Any
) -> None:
    api.get(ROWS)
    with django_assert_num_queries(2):
        api.get(ROWS)


def test_broken_pages_are_field_errors(api: APIClient) -> None:
    assert_problem(api.get(ROWS + "?page_size=201"), 422, "invalid", errors={"page_size"})
    assert_problem(api.get(ROWS + "?cursor=x"), 422, "invalid", errors={"cursor"})


def test_ids_are_strings_and_actions_are_listed(api: APIClient, seven: list[str]) -> None:
    row = api.get(ROWS).json()["results"][0]
    assert isinstance(row["id"], str)
    assert row["available_actions"] == ["revoke"]
