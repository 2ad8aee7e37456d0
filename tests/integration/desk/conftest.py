"""Signed-in browsers of the cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories.people import person

SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """Return a function that gives a client signed in as a member of the cast."""

    def as_person(name: str) -> Client:
        client = Client()
        client.force_login(person(name))
        return client

    return as_person
