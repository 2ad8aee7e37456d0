"""Buttons of the back office, made of the desk's actions that need nothing filled in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from claims.services import moves
from claims.services.moves import Situation
from claims.workflow import Move
from factcheck.core.back_office import ObjectAction
from factcheck.core.errors import NotAllowedInState, NotPermitted

Facts = Callable[[list[Any]], dict[int, dict[str, Any]]]


def button(
    name: str, label: str, rows: tuple[Move, ...], service: Callable[..., object], *, argument: str, facts: Facts
) -> ObjectAction:
    """Return a button that calls ``service`` and is offered when one of ``rows`` allows it.

    Args:
        name: in the address.
        label: on the button.
        rows: of ``claims.workflow``.
        service: takes the object's id as ``argument`` and the actor.
        argument: what the service calls the id.
        facts: loads what the rows ask about, by id.
    """

    def offered_to(obj: models.Model, actor: Any) -> bool:
        state = str(getattr(obj, "state"))  # noqa: B009  # any model with states
        try:
            moves.require(rows, Situation(state, 1, facts([obj])[obj.pk]), actor=actor)
        except (NotPermitted, NotAllowedInState):
            return False
        return True

    def call(obj: models.Model, actor: Any) -> object:
        return service(**{argument: obj.pk}, actor=actor)

    return ObjectAction(name, label, service=call, offered_to=offered_to)
