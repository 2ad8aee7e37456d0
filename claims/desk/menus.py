"""Which buttons a page shows for an object, each with its form; what cannot be done comes with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from claims.desk.actions.base import Action, Button, Menu, refusal_of
from claims.desk.forms.base import DeskForm, Offers
from claims.desk.refusals import Refused
from claims.services.moves import Situation
from factcheck.accounts.models import User


@dataclass(frozen=True)
class Bound:
    """A form that was sent and refused: it is shown again, filled as it was, with why."""

    key: str
    form: DeskForm
    refused: Refused
    stored: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Subject:
    """An object whose actions are shown: ``kind`` is claim, verdict or evidence; ``values`` prefill its forms."""

    kind: str
    pk: int
    situation: Situation
    values: Mapping[str, Any]

    def key(self, name: str) -> str:
        """Return what tells one form of the page from all others."""
        return f"{self.kind}-{self.pk}-{name}"

    def initial(self, action: Action) -> dict[str, Any]:
        """Return what a fresh form of ``action`` starts with."""
        values = dict(self.values) if action.is_prefilled else {}
        return values | {"version": self.situation.version}


@dataclass(frozen=True)
class Viewer:
    """For whom a page is made: the person, what select boxes offer, and the form that was just refused, if any."""

    actor: User
    offers: Offers
    bound: Bound | None = None


def menu_of(subject: Subject, actions: Mapping[str, Action], viewer: Viewer) -> Menu:
    """Return what ``viewer`` can do with ``subject``; costs no query."""
    possible: dict[str, Button] = {}
    refused: list[Button] = []
    for action in actions.values():
        refusal = refusal_of(action, subject.situation, viewer.actor)
        if refusal is None:
            continue
        button = button_of(subject, action, viewer, refusal)
        if refusal:
            refused.append(button)
        else:
            possible[action.name] = button
    return Menu(possible, tuple(refused))


def button_of(subject: Subject, action: Action, viewer: Viewer, refusal: str = "") -> Button:
    """Return the button of one action, with the form that was just refused if it is this one's."""
    key = subject.key(action.name)
    bound = viewer.bound if viewer.bound and viewer.bound.key == key else None
    form = (
        bound.form if bound else action.form(initial=subject.initial(action), offers=viewer.offers, auto_id=f"{key}-%s")
    )
    url = reverse(f"desk:{subject.kind}-action", args=[subject.pk, action.name])
    return Button(action, url, form, refusal, is_open=bound is not None)


def stored_now(subject: Subject, form: DeskForm) -> tuple[tuple[str, Any], ...]:
    """Return (label, stored value) of each field in which a stale form differs from what is stored now."""
    found = []
    for name, value in subject.values.items():
        if name in form.fields and form.fields[name].has_changed(value, form[name].data):
            found.append((str(form[name].label), value))
    return tuple(found)
