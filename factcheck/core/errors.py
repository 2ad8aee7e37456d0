"""Domain errors: what a service raises when it will not do what was asked.

Each class carries a stable ``slug`` under ``/problems/`` (RFC 9457, section 3.1.1); the API layer alone maps classes
to HTTP status codes, so services stay free of HTTP.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FieldErrors = Mapping[str, Sequence[str]]


class DomainError(Exception):
    """A refusal with a reason a person can act on. Nothing was changed."""

    slug = "domain-error"
    title = "The request was refused."

    def __init__(self, detail: str = "") -> None:
        self.detail = detail or self.title
        super().__init__(self.detail)


class NotFound(DomainError):
    """The object does not exist, or this person may not know that it does."""

    slug = "not-found"
    title = "There is no such object."


class NotPermitted(DomainError):
    """This person may not do this, whatever the state."""

    slug = "not-permitted"
    title = "You may not do this."


class NotAllowedInState(DomainError):
    """The state of the object forbids the move."""

    slug = "not-allowed-in-state"
    title = "The current state does not allow this."


class Conflict(DomainError):
    """Another row or a running request stands in the way."""

    slug = "conflict"
    title = "This conflicts with something that already exists."


class Stale(DomainError):
    """The caller acted on an old version of the row."""

    slug = "stale"
    title = "The object has changed since you read it."


class Invalid(DomainError):
    """Well-formed input that breaks a rule. ``errors`` maps field name to messages."""

    slug = "invalid"
    title = "Some fields need your attention."

    def __init__(self, errors: FieldErrors, detail: str = "") -> None:
        self.errors = {field: list(messages) for field, messages in errors.items()}
        super().__init__(detail)


class TooLarge(DomainError):
    """Input beyond a documented limit; ``detail`` names the limit."""

    slug = "too-large"
    title = "The input is larger than this service takes."


class UnsupportedMedia(DomainError):
    """A file of a type this service does not read."""

    slug = "unsupported-media-type"
    title = "This kind of file cannot be read here."


class RateLimited(DomainError):
    """Too many requests; try again after ``retry_after_s`` seconds."""

    slug = "rate-limited"
    title = "Too many requests."

    def __init__(self, retry_after_s: int, detail: str = "") -> None:
        self.retry_after_s = retry_after_s
        super().__init__(detail)
