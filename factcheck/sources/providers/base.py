"""What every provider takes, gives and raises.

A provider turns one question into addresses worth fetching. It keeps no state, reaches the network only through the
door it is handed and knows nothing of rows, queues or claims; the Lookup that called it stores what came back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

from factcheck.sources.http import Door

MAX_RESULTS = 100
MAX_URL_CHARACTERS = 2048


@dataclass(frozen=True)
class Query:
    """One question to one provider.

    Args:
        text: what to look for; for the kind ``urls`` the addresses themselves, one a line.
        language: of the text, a BCP 47 tag such as ``en``; empty when unknown.
        since: first day of the window, UTC, inclusive.
        until: last day of the window, UTC, inclusive.
        limit: at most so many findings, 1 to MAX_RESULTS.
    """

    text: str
    language: str
    since: date | None
    until: date | None
    limit: int

    def __post_init__(self) -> None:
        if not 1 <= self.limit <= MAX_RESULTS:
            raise ValueError(f"limit must be between 1 and {MAX_RESULTS}")
        if self.since and self.until and self.since > self.until:
            raise ValueError("the window ends before it begins")

    def covers(self, published_at: datetime | None) -> bool:
        """Return whether a document of that moment may lie in the window; an unknown moment may."""
        if published_at is None:
            return True
        day = published_at.astimezone(UTC).date()
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Found:
    """One address a provider names, as plain text without markup.

    Args:
        url: absolute http or https address; not yet checked by the door.
        published_at: aware, UTC; None when the provider does not say.
    """

    url: str
    title: str
    snippet: str
    published_at: datetime | None


@dataclass(frozen=True)
class Account:
    """Where a desk's provider answers and the key it opens with; the key is kept out of ``repr``."""

    base_url: str
    api_key: str = ""

    def __repr__(self) -> str:
        return f"Account(base_url={self.base_url!r}, api_key={'***' if self.api_key else ''!r})"


class ProviderFailed(Exception):
    """The provider did not answer usefully this time; asking again may help.

    Args:
        reason: stable code, such as ``bad_answer``, ``rate_limited``, ``overloaded`` or ``http_503``.
        retry_after_s: the wait the provider asked for, if it did.
    """

    def __init__(self, reason: str, detail: str = "", retry_after_s: int | None = None) -> None:
        self.reason = reason
        self.detail = detail
        self.retry_after_s = retry_after_s
        super().__init__(f"{reason}: {detail}" if detail else reason)


class ProviderRefused(Exception):
    """The question cannot be put to this provider until something outside changes.

    Args:
        reason: stable code, such as ``no_key``, ``quota``, ``not_authorised`` or the door's reason for refusing.
        retry_after_s: when a quota refills, if the provider said so.
    """

    def __init__(self, reason: str, detail: str = "", retry_after_s: int | None = None) -> None:
        self.reason = reason
        self.detail = detail
        self.retry_after_s = retry_after_s
        super().__init__(f"{reason}: {detail}" if detail else reason)


class ProviderKind(Protocol):
    """One way of finding sources. ``kind`` is the stable name stored in provider rows."""

    kind: str
    label: str
    needs_key: bool

    async def search(self, query: Query, account: Account, door: Door) -> list[Found]:
        """Return at most ``query.limit`` findings, best first.

        Raises:
            ProviderFailed: no useful answer this time.
            ProviderRefused: asking again will not help until something changes.
        """
        ...
