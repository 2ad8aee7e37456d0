"""When to try again, as one table. Pure. Source: docs/adr/0003-retry-policy.md."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 86400
RETRY_AFTER_MIN_S, RETRY_AFTER_MAX_S = 1, DAY_S
JITTER = 0.1


@dataclass(frozen=True)
class Policy:
    """The waits between attempts in seconds; after the last one the row fails."""

    delays_s: tuple[int, ...]


SERVER_TROUBLE = Policy((30, 2 * MINUTE_S, 10 * MINUTE_S, HOUR_S, 6 * HOUR_S))
ASKED_TO_WAIT = Policy((30, 2 * MINUTE_S, 10 * MINUTE_S, HOUR_S, HOUR_S, 6 * HOUR_S, 6 * HOUR_S, DAY_S))
NO_SUCH_NAME = Policy((MINUTE_S, HOUR_S))
UNREACHABLE = Policy((30, 2 * MINUTE_S, 10 * MINUTE_S, HOUR_S))
ONCE_MORE = Policy((HOUR_S,))
PROVIDER = Policy((5, 30, 2 * MINUTE_S))
NEVER = Policy(())

BY_STATUS: Mapping[int, Policy] = {
    401: NEVER, 402: NEVER, 403: NEVER, 406: NEVER, 410: NEVER, 451: NEVER,
    404: ONCE_MORE,
    408: SERVER_TROUBLE, 425: SERVER_TROUBLE, 429: ASKED_TO_WAIT, 503: ASKED_TO_WAIT,
}  # fmt: skip
BY_REASON: Mapping[str, Policy] = {
    "dns_nxdomain": NO_SUCH_NAME,
    "dns_failure": UNREACHABLE,
    "connect_timeout": UNREACHABLE,
    "connect_failed": UNREACHABLE,
    "tls_error": UNREACHABLE,
}


def for_status(status: int) -> Policy:
    """Return the policy for an answer that is no success: 5xx trouble is temporary, other 4xx is not."""
    return BY_STATUS.get(status, SERVER_TROUBLE if status >= 500 else NEVER)


def for_reason(reason: str) -> Policy:
    """Return the policy for a failure of the network; unknown ones count as server trouble."""
    return BY_REASON.get(reason, SERVER_TROUBLE)


def delay_s(policy: Policy, *, failures: int, retry_after_s: int | None = None) -> float | None:
    """Return the seconds until the next attempt after ``failures`` failures, or None to give up.

    Args:
        policy: the waits.
        failures: failed attempts so far, this one included; at least 1.
        retry_after_s: what the server asked for (RFC 9110, section 10.2.3), clamped to a second and a day.
    """
    if failures > len(policy.delays_s):
        return None
    if retry_after_s is not None:
        return float(min(max(retry_after_s, RETRY_AFTER_MIN_S), RETRY_AFTER_MAX_S))
    base = policy.delays_s[failures - 1]
    return base * (1 + random.uniform(-JITTER, JITTER))  # noqa: S311  spreads retries, guards nothing
