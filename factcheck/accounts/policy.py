"""Who may do what: one registry, asked by API, admin, pages and services alike.

Each app registers a table of action -> predicates from its ``permissions`` module. A predicate is a pure function of
the actor and of facts that were loaded beforehand, so asking costs no query.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from factcheck.accounts.roles import Role, at_least
from factcheck.core.errors import NotPermitted

Facts = Mapping[str, Any]
NO_FACTS: Facts = {}


@dataclass(frozen=True)
class Predicate:
    """A condition on actor and facts, with the sentence shown when it does not hold."""

    holds: Callable[[Any, Facts], bool]
    reason: str


_registry: dict[str, tuple[Predicate, ...]] = {}


def register(table: Mapping[str, tuple[Predicate, ...]]) -> None:
    """Add an app's actions. Called from ``AppConfig.ready``.

    Raises:
        ValueError: if an action is already registered with other predicates.
    """
    for action, predicates in table.items():
        if _registry.setdefault(action, predicates) != predicates:
            raise ValueError(f"action {action!r} is registered twice")


def actions() -> tuple[str, ...]:
    """Return every registered action, sorted."""
    return tuple(sorted(_registry))


def predicates(action: str) -> tuple[Predicate, ...]:
    """Return the conditions of ``action``, in the order they are asked.

    Raises:
        KeyError: for an action nobody registered.
    """
    return _registry[action]


def refusal(action: str, actor: Any, facts: Facts = NO_FACTS) -> str | None:
    """Return why ``actor`` may not do ``action``, or None when they may.

    Raises:
        KeyError: for an action nobody registered.
    """
    predicates = _registry[action]
    if not getattr(actor, "is_active", False):
        return "Sign in with an active account."
    return next((p.reason for p in predicates if not p.holds(actor, facts)), None)


def allowed(action: str, actor: Any, facts: Facts = NO_FACTS) -> bool:
    """Return whether ``actor`` may do ``action`` given ``facts``."""
    return refusal(action, actor, facts) is None


def require(action: str, actor: Any, facts: Facts = NO_FACTS) -> None:
    """Do nothing when allowed.

    Raises:
        NotPermitted: with the reason otherwise.
    """
    reason = refusal(action, actor, facts)
    if reason is not None:
        raise NotPermitted(reason)


def role_at_least(minimum: Role) -> Predicate:
    """Return the predicate that holds for ``minimum`` and the roles that include it."""
    return Predicate(lambda actor, _: at_least(actor.role, minimum), f"This needs the role {minimum.label.lower()}.")
