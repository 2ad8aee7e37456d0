"""Accounts: made, given a role, closed and opened again by administrators; every change on the desk's audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import available_timezones

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.accounts.roles import Role
from factcheck.core.errors import Conflict, Invalid, NotFound, Stale
from factcheck.core.services import audit


@dataclass(frozen=True)
class NewUser:
    """An account as an administrator makes it; the person changes the password after the first sign-in."""

    username: str
    role: str
    password: str
    email: str = ""
    first_name: str = ""
    last_name: str = ""


@transaction.atomic
def create_user(*, new: NewUser, actor: User) -> User:
    """Return the new account.

    Raises:
        NotPermitted: the actor is no administrator.
        Invalid: a name that is taken, an unknown role, a weak password.
    """
    policy.require("account.manage", actor)
    user = User(
        username=new.username,
        role=new.role,
        email=new.email,
        first_name=new.first_name,
        last_name=new.last_name,
    )
    _judge(user, new.password)
    user.set_password(new.password)
    user.save()
    audit.record(audit.DESK, "account.created", actor=actor, obj=user, data={"user": user.pk, "role": user.role})
    return user


@transaction.atomic
def set_role(*, user_id: int, role: str, actor: User, version: int | None = None) -> User:
    """Return the account with its new role.

    Raises:
        NotPermitted: the actor is no administrator.
        NotFound: there is no such account.
        Stale: the account has changed since ``version``.
        Invalid: an unknown role.
        Conflict: the last active administrator would be gone.
    """
    user = _locked(user_id, actor, version)
    if role not in Role.values:
        raise Invalid({"role": [f"Choose one of: {', '.join(Role.values)}."]})
    if user.role == role:
        return user
    if role != Role.ADMINISTRATOR:
        _keep_an_administrator(user)
    before, user.role = user.role, role
    _write(user, "role")
    audit.record(
        audit.DESK, "account.role_set", actor=actor, obj=user, data={"user": user.pk, "from": before, "to": role}
    )
    return user


@transaction.atomic
def deactivate(*, user_id: int, actor: User, version: int | None = None) -> User:
    """Close an account: its sessions and tokens open nothing any more, its history stays.

    Raises:
        NotPermitted, NotFound, Stale: as ``set_role``.
        Conflict: it is the actor's own, or that of the last active administrator.
    """
    user = _locked(user_id, actor, version)
    if user.pk == actor.pk:
        raise Conflict("Nobody closes their own account: ask another administrator.")
    if not user.is_active:
        return user
    _keep_an_administrator(user)
    user.is_active = False
    _write(user, "is_active")
    audit.record(audit.DESK, "account.deactivated", actor=actor, obj=user, data={"user": user.pk})
    return user


@transaction.atomic
def reactivate(*, user_id: int, actor: User, version: int | None = None) -> User:
    """Open a closed account again.

    Raises:
        NotPermitted, NotFound, Stale: as ``set_role``.
    """
    user = _locked(user_id, actor, version)
    if user.is_active:
        return user
    user.is_active = True
    _write(user, "is_active")
    audit.record(audit.DESK, "account.reactivated", actor=actor, obj=user, data={"user": user.pk})
    return user


@transaction.atomic
def set_time_zone(*, name: str, actor: User) -> User:
    """Return the actor's account, whose pages now show times in that zone.

    Raises:
        Invalid: not a name of the IANA time zone database.
    """
    if name not in available_timezones():
        raise Invalid({"time_zone": ["Choose a time zone from the list, such as Europe/Berlin."]})
    user = User.objects.select_for_update().get(pk=actor.pk)
    user.time_zone = name
    _write(user, "time_zone")
    audit.record(audit.DESK, "account.time_zone_set", actor=actor, obj=user, data={"user": user.pk})
    return user


def _locked(user_id: int, actor: User, version: int | None) -> User:
    policy.require("account.manage", actor)
    # All administrators are locked together, in one order: two of them cannot close each other's accounts at once.
    list(User.objects.filter(role=Role.ADMINISTRATOR).order_by("pk").select_for_update().values_list("pk"))
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound("There is no such account.")
    if version is not None and version != user.version:
        raise Stale
    return user


def _keep_an_administrator(leaving: User) -> None:
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=leaving.pk)
    if leaving.role == Role.ADMINISTRATOR and leaving.is_active and not others.exists():
        raise Conflict("This is the last active administrator: make another one first.")


def _write(user: User, column: str) -> None:
    user.version += 1
    user.save(update_fields=[column, "version"])


def _judge(user: User, password: str) -> None:
    errors: dict[str, list[str]] = {}
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        errors.update(error.message_dict)
    try:
        validate_password(password, user)
    except ValidationError as error:
        errors["password"] = error.messages
    if errors:
        raise Invalid(errors)
