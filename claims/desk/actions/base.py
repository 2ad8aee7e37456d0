"""An action of the desk, and what a page shows of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from claims.desk.forms.base import BareForm, DeskForm
from claims.services import moves
from claims.services.moves import Situation
from claims.workflow import Move
from factcheck.accounts.models import User
from factcheck.core.errors import NotAllowedInState, NotPermitted


@dataclass(frozen=True)
class Action:
    """One row: what the button says, the form behind it and the service it calls.

    ``rows`` are those of ``claims.workflow`` that allow it; ``argument`` is what the service calls the object's id.
    ``place`` groups actions on the page. ``done`` is said afterwards. ``is_prefilled`` starts the form with what is
    stored; a vote, for one, starts empty so that it is the voter's own.
    """

    name: str
    label: str
    rows: tuple[Move, ...]
    service: Callable[..., object]
    argument: str
    done: str
    form: type[DeskForm] = BareForm
    place: str = ""
    tone: str = ""
    confirm: str = ""
    is_prefilled: bool = False

    def run(self, object_id: int, form: DeskForm, actor: User) -> object:
        """Call the service with what the valid ``form`` holds."""
        return self.service(**{self.argument: object_id}, **form.inputs(), actor=actor)


@dataclass(frozen=True)
class Button:
    """An action as one page shows it to one person. ``refusal`` says why it cannot be done; empty when it can."""

    action: Action
    url: str
    form: DeskForm
    refusal: str = ""
    is_open: bool = False


@dataclass(frozen=True)
class Menu:
    """What can be done with one object: ``possible`` by action name, and what cannot, with reasons."""

    possible: Mapping[str, Button] = field(default_factory=dict)
    refused: tuple[Button, ...] = ()

    def placed(self, place: str) -> list[Button]:
        """Return the possible buttons of one place, in the order of the table."""
        return [button for button in self.possible.values() if button.action.place == place]


def refusal_of(action: Action, situation: Situation, actor: User) -> str | None:
    """Return why ``actor`` cannot do it now: empty when they can, None when the state does not raise the question."""
    if not any(situation.state in row.sources for row in action.rows):
        return None
    try:
        moves.require(action.rows, situation, actor=actor)
    except (NotPermitted, NotAllowedInState) as refusal:
        return refusal.detail
    return ""


def table(*actions: Action) -> dict[str, Action]:
    """Return the actions by name."""
    return {action.name: action for action in actions}
