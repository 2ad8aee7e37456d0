"""Pages as the outbox makes them, and a client that nobody signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from claims.models import PublicPage, Verdict
from claims.services.pages import rebuild_page
from tests.factories import desk

Get = Callable[..., HttpResponse]


@pytest.fixture
def get(client: Client) -> Get:
    """GET as a stranger; the answer must be 200 unless told, and never set a cookie."""

    def fetch(path: str, *, status: int = 200, **options: Any) -> HttpResponse:
        response = client.get(path, **options)
        assert response.status_code == status, response.content[:300]
        assert not response.cookies
        return response

    return fetch


def page_of(verdict: Verdict) -> PublicPage:
    page = rebuild_page(verdict.claim_id)
    assert page is not None
    return page


@pytest.fixture
def published(db: None) -> PublicPage:
    return page_of(desk.published_verdict())


@pytest.fixture
def corrected(db: None) -> PublicPage:
    return page_of(desk.superseded_verdict())


@pytest.fixture
def retracted(db: None) -> PublicPage:
    return page_of(desk.retracted_verdict())


@pytest.fixture
def three(db: None) -> list[PublicPage]:
    """Pages about bridges, tunnels and harbours, the oldest first."""
    texts = [f"The new {thing} of the town cost twice as much." for thing in ("bridge", "tunnel", "harbour")]
    return [page_of(desk.published_verdict(desk.accepted_claim(text))) for text in texts]
