"""Who may do what with sources: action -> predicates (CONTRACT.md, Roles)."""

from __future__ import annotations

from collections.abc import Mapping

from factcheck.accounts.policy import Predicate, role_at_least
from factcheck.accounts.roles import Role

ACTIONS: Mapping[str, tuple[Predicate, ...]] = {
    "source.read": (role_at_least(Role.VIEWER),),
    "source.add": (role_at_least(Role.FACT_CHECKER),),
    "inquiry.open": (role_at_least(Role.FACT_CHECKER),),
    "fetch.retry": (role_at_least(Role.FACT_CHECKER),),
    "fetch.give_up": (role_at_least(Role.FACT_CHECKER),),
    "provider.manage": (role_at_least(Role.ADMINISTRATOR),),
}
