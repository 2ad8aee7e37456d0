from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from pytest_django import Settings

from factcheck.core.api import throttles
from factcheck.core.api.throttles import wait_ms


@pytest.fixture(autouse=True)
def ten_a_minute(settings: Settings) -> None:
    settings.API_RATES = {"anonymous": 10}


def test_exactly_ten_of_forty_concurrent_requests_pass() -> None:
    ident = uuid4().hex
    with ThreadPoolExecutor(20) as pool:
        waits = list(pool.map(lambda _: wait_ms("anonymous", ident), range(40)))
    assert waits.count(0) == 10
    assert all(0 < wait <= throttles.WINDOW_MS for wait in waits if wait)


def test_one_does_not_use_up_anothers_share() -> None:
    first, second = uuid4().hex, uuid4().hex
    while not wait_ms("anonymous", first):
        pass
    assert wait_ms("anonymous", second) == 0


def test_a_limit_of_none_is_no_limit(settings: Settings) -> None:
    settings.API_RATES = {"anonymous": None}
    ident = uuid4().hex
    assert not any(wait_ms("anonymous", ident) for _ in range(20))


def test_without_redis_requests_pass_and_the_log_says_so(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with caplog.at_level(logging.WARNING, logger=throttles.logger.name):
        assert not any(wait_ms("anonymous", "x") for _ in range(11))
    assert "Redis does not answer" in caplog.text
