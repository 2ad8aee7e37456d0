"""Who may do what with accounts and with what keeps the desk running: action -> predicates (CONTRACT.md, Roles)."""

from __future__ import annotations

from collections.abc import Mapping

from factcheck.accounts.policy import Predicate, role_at_least
from factcheck.accounts.roles import Role

ACTIONS: Mapping[str, tuple[Predicate, ...]] = {
    "account.manage": (role_at_least(Role.ADMINISTRATOR),),
    "delivery.retry": (role_at_least(Role.ADMINISTRATOR),),
}
