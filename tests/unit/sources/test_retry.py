"""The retry table of docs/adr/0003-retry-policy.md."""

from __future__ import annotations

import pytest

from factcheck.sources import retry


@pytest.mark.parametrize("status", [400, 401, 402, 403, 406, 410, 418, 451])
def test_an_answer_is_not_asked_for_again(status: int) -> None:
    assert retry.delay_s(retry.for_status(status), failures=1) is None


@pytest.mark.parametrize(("status", "attempts"), [(404, 1), (408, 5), (500, 5), (502, 5), (524, 5), (429, 8), (503, 8)])
def test_temporary_failures_are_tried_as_often_as_the_table_says(status: int, attempts: int) -> None:
    policy = retry.for_status(status)
    assert retry.delay_s(policy, failures=attempts) is not None
    assert retry.delay_s(policy, failures=attempts + 1) is None


@pytest.mark.parametrize(
    ("reason", "attempts"), [("dns_nxdomain", 2), ("connect_timeout", 4), ("tls_error", 4), ("disconnected", 5)]
)
def test_network_failures_are_tried_as_often_as_the_table_says(reason: str, attempts: int) -> None:
    policy = retry.for_reason(reason)
    assert retry.delay_s(policy, failures=attempts) is not None
    assert retry.delay_s(policy, failures=attempts + 1) is None


@pytest.mark.parametrize(("asked", "given"), [(0, 1), (1, 1), (120, 120), (86_400, 86_400), (10**9, 86_400)])
def test_retry_after_is_obeyed_within_a_second_and_a_day(asked: int, given: int) -> None:
    assert retry.delay_s(retry.ASKED_TO_WAIT, failures=1, retry_after_s=asked) == given


def test_waits_are_spread_by_a_tenth() -> None:
    waits = {retry.delay_s(retry.SERVER_TROUBLE, failures=1) for _ in range(50)}
    assert len(waits) > 1
    assert all(wait is not None and 27 <= wait <= 33 for wait in waits)
