"""What can go wrong between asking for a document and having its text.

Independent of Django, so that the door and the extractors work in a plain script. Each error carries a stable
``reason`` code that ends up on the row; ``detail`` is for people and logs and may change.
"""

from __future__ import annotations


class SourceError(Exception):
    """Base of everything the source tools raise on purpose."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}" if detail else reason)


class Refused(SourceError):
    """Our own rules forbid this address or this answer; asking again changes nothing."""


class FetchFailed(SourceError):
    """The network or the other side failed; asking again later may work."""

    def __init__(self, reason: str, detail: str = "", *, retry_after_s: int | None = None) -> None:
        self.retry_after_s = retry_after_s
        super().__init__(reason, detail)


class ExtractionRefused(SourceError):
    """These bytes give no text: wrong kind, broken, too large or hostile."""
