"""The cast: the same people, with the same roles, in every test."""

from __future__ import annotations

from factcheck.accounts.models import User
from factcheck.accounts.roles import Role

CAST = {
    "vera": Role.VIEWER,
    "alice": Role.FACT_CHECKER,
    "adam": Role.FACT_CHECKER,
    "bob": Role.REVIEWER,
    "boris": Role.REVIEWER,
    "bella": Role.REVIEWER,
    "carol": Role.EDITOR,
    "clara": Role.EDITOR,
    "chris": Role.EDITOR,
    "anne": Role.ADMINISTRATOR,
}


def person(name: str, **columns: object) -> User:
    """Return the member of the cast called ``name``, made on first use."""
    defaults = {"role": CAST[name], "email": f"{name}@desk.example", **columns}
    user, _ = User.objects.get_or_create(username=name, defaults=defaults)
    return user


def superuser() -> User:
    """Return a superuser whose role is viewer: superusers get no editorial right from it."""
    user, _ = User.objects.get_or_create(
        username="root", defaults={"role": Role.VIEWER, "is_superuser": True, "is_staff": True}
    )
    return user
