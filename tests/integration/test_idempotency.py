"""A POST sent twice under one Idempotency-Key has one effect."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from django.utils import timezone
from rest_framework.test import APIClient

from factcheck.accounts.models import Token, User
from factcheck.accounts.roles import Role
from factcheck.accounts.services import tokens
from factcheck.core import tasks
from factcheck.core.api import idempotency as replays
from factcheck.core.models import IdempotencyKey
from factcheck.core.services import idempotency
from tests.problems import assert_problem

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.integration.api_sample")]
ROWS = "/api/v1/rows/"
KEY = {"Idempotency-Key": "k-1"}


def signed_in(username: str) -> APIClient:
    user = User.objects.create_user(username, role=Role.EDITOR)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(user=user).secret}")
    return client


@pytest.fixture
def api() -> APIClient:
    return signed_in("ada")


def rows() -> int:
    return Token.objects.exclude(digest__regex="^[0-9a-f]{64}$").count()


def test_the_first_answer_is_given_again_byte_for_byte(api: APIClient) -> None:
    first = api.post(ROWS, {"label": "row"}, headers=KEY)
    again = api.post(ROWS, b'{ "label" : "row" }', content_type="application/json", headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert [again[name] for name in ("ETag", "Location", "Content-Type")] == [
        first[name] for name in ("ETag", "Location", "Content-Type")
    ]
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert rows() == 1


def test_another_body_or_query_under_the_same_key_is_refused(api: APIClient) -> None:
    api.post(ROWS, {"label": "row"}, headers=KEY)
    assert_problem(api.post(ROWS, {"label": "other"}, headers=KEY), 422, "idempotency-key-reused")
    assert_problem(api.post(ROWS + "?a=1", {"label": "row"}, headers=KEY), 422, "idempotency-key-reused")
    assert rows() == 1


def test_keys_of_other_people_and_paths_are_other_keys(api: APIClient) -> None:
    api.post(ROWS, {"label": "row"}, headers=KEY)
    assert signed_in("ben").post(ROWS, {"label": "row"}, headers=KEY).status_code == 201
    assert api.post("/api/v1/ranked/", {"label": "row"}, headers=KEY).status_code == 201
    assert rows() == 3


def test_only_successes_are_kept_and_a_refusal_leaves_nothing(api: APIClient) -> None:
    assert_problem(api.post(ROWS, {"label": "refused"}, headers=KEY), 409, "not-allowed-in-state")
    assert_problem(api.post(ROWS, {}, headers=KEY), 422, "invalid", errors={"label"})
    assert (rows(), IdempotencyKey.objects.count()) == (0, 0)
    assert api.post(ROWS, {"label": "row"}, headers=KEY).status_code == 201


def test_a_replay_is_refused_to_who_may_no_longer(api: APIClient) -> None:
    api.post(ROWS, {"label": "row"}, headers=KEY)
    User.objects.update(role=Role.VIEWER)
    assert_problem(api.post(ROWS, {"label": "row"}, headers=KEY), 403, "not-permitted")
    User.objects.update(is_active=False)
    assert_problem(api.post(ROWS, {"label": "row"}, headers=KEY), 401, "not-authenticated")


@pytest.mark.parametrize("key", ["x" * 256, "", "a b", "é"])
def test_a_key_outside_its_limits_is_named(api: APIClient, key: str) -> None:
    response = api.post(ROWS, {"label": "row"}, HTTP_IDEMPOTENCY_KEY=key)
    assert_problem(response, 422, "invalid", errors={"Idempotency-Key"})
    assert rows() == 0


def test_a_key_of_255_characters_is_taken(api: APIClient) -> None:
    assert api.post(ROWS, {"label": "row"}, headers={"Idempotency-Key": "x" * 255}).status_code == 201


def test_uploads_are_compared_by_their_bytes(api: APIClient) -> None:
    def upload(content: bytes, name: str = "a.pdf") -> Any:
        file = SimpleUploadedFile(name, content)
        return api.post("/api/v1/uploads/", {"file": file, "note": "n"}, format="multipart", headers=KEY)

    assert upload(b"one").status_code == 201
    assert upload(b"one")["Idempotency-Replayed"] == "true"
    assert_problem(upload(b"two"), 422, "idempotency-key-reused")
    assert_problem(upload(b"one", "b.pdf"), 422, "idempotency-key-reused")
    assert rows() == 1


def test_after_a_day_the_key_is_free_and_the_answer_forgotten(api: APIClient) -> None:
    api.post(ROWS, {"label": "row"}, headers=KEY)
    assert idempotency.purge() == 0
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert api.post(ROWS, {"label": "other"}, headers=KEY).status_code == 201
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=24, seconds=1))
    tasks.forget_answers()
    assert not IdempotencyKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_while_the_first_runs_the_second_is_told_to_wait(api: APIClient) -> None:
    user = User.objects.get()

    def elsewhere() -> Any:
        try:
            return api.post(ROWS, {"label": "row"}, headers=KEY)
        finally:
            connections.close_all()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        replays._hold([user.pk, "POST", ROWS, "k-1"])
        response = pool.submit(elsewhere).result(timeout=20)
    assert_problem(response, 409, "request-still-running")
    assert response["Retry-After"] == "1"
    assert rows() == 0


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_has_the_effect(api: APIClient) -> None:
    def post(_: int) -> int:
        try:
            return int(api.post(ROWS, {"label": "row"}, headers=KEY).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(post, range(16)))
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert rows() == 1


def test_the_database_itself_keeps_one_answer_a_key(api: APIClient) -> None:
    api.post(ROWS, {"label": "row"}, headers=KEY)
    kept = IdempotencyKey.objects.get()
    kept.pk = None
    with pytest.raises(IntegrityError):
        kept.save(force_insert=True)
