"""A loopback site the door may reach, and people to ask for its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from django.core.cache import cache

from factcheck.accounts.models import User
from factcheck.core.services import enqueue
from factcheck.sources import http
from tests.unit.sources.providers.wire import Answer, Asked, Peer, served

Site = Callable[[Callable[[Asked], Answer]], Peer]


@pytest.fixture(autouse=True)
def silent_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    """No broker here: tests call the services that a worker would."""
    monkeypatch.setattr(enqueue, "ring", lambda task: True)


@pytest.fixture
def site() -> Iterator[Site]:
    """Serve pages on an origin that the door may reach for the length of the test."""
    before = http.current_settings()
    cache.clear()
    origins: set[str] = set()
    with ExitStack() as servers:

        def start(respond: Callable[[Asked], Answer]) -> Peer:
            peer = servers.enter_context(served(respond))
            origins.add(peer.origin)
            http.configure(http.DoorSettings(allowed_private_origins=frozenset(origins)))
            return peer

        yield start
    http.configure(before)


@pytest.fixture
def alice(transactional_db: None) -> User:
    return User.objects.create_user("alice", role="fact_checker")


@pytest.fixture
def vera(transactional_db: None) -> User:
    return User.objects.create_user("vera", role="viewer")
