"""What a page says when a service refuses: the reason, what to do next, and the right HTTP status."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from factcheck.core import errors

_ANSWERS: tuple[tuple[type[errors.DomainError], int, str], ...] = (
    (errors.NotFound, 404, "Go back to the queue and search for it."),
    (errors.NotPermitted, 403, "Ask a colleague who may; nothing was changed."),
    (errors.Stale, 412, "Compare with what is stored now, then send again; what you typed is kept below."),
    (errors.NotAllowedInState, 409, "The page below shows what is possible now; nothing was changed."),
    (errors.Conflict, 409, "The page below shows how things stand now; nothing was changed."),
    (errors.Invalid, 422, "Mend the fields marked below and send again; what you typed is kept."),
    (errors.TooLarge, 413, "Make it smaller and send again; what you typed is kept."),
    (errors.UnsupportedMedia, 415, "Send it as HTML, PDF or plain text."),
    (errors.RateLimited, 429, "Wait a moment, then send again."),
)


@dataclass(frozen=True)
class Refused:
    """A refusal as a page shows it. ``status`` is HTTP's."""

    status: int
    reason: str
    advice: str
    is_stale: bool = False


def answer_to(error: errors.DomainError) -> Refused:
    """Return how to tell a person about ``error``."""
    for kind, status, advice in _ANSWERS:
        if isinstance(error, kind):
            return Refused(status, error.detail, advice, is_stale=isinstance(error, errors.Stale))
    return Refused(400, error.detail, "Nothing was changed.")


def of_form() -> Refused:
    """Return the refusal of a form that does not hold, before any service was asked."""
    return answer_to(errors.Invalid({}))


def mark_fields(form: forms.Form, error: errors.DomainError) -> None:
    """Put the messages of an ``Invalid`` on the fields of ``form`` they belong to, the rest above it."""
    if not isinstance(error, errors.Invalid):
        return
    for name, messages in error.errors.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
