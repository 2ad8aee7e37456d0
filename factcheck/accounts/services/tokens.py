"""Issuing, checking and revoking bearer tokens."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from factcheck.accounts.models.token import Token
from factcheck.accounts.models.user import User
from factcheck.accounts.roles import Role
from factcheck.core.errors import Conflict, Invalid, NotFound

PREFIX = "fc_"
SECRET_BYTES = 32
SHOWN_CHARACTERS = 10
SECRET_CHARACTERS_MAX = 100
LABEL_CHARACTERS = 100
LAST_USED_RESOLUTION = timedelta(minutes=1)


@dataclass(frozen=True)
class Issued:
    """A new token with its secret, which can be shown this once only."""

    token: Token
    secret: str


def issue(*, user: User, label: str = "", expires_at: datetime | None = None) -> Issued:
    """Return a new token for ``user``.

    Args:
        expires_at: aware; None for a token that works until it is revoked.

    Raises:
        Invalid: for a label that is too long or an end in the past.
        Conflict: when the account is not active.
    """
    if len(label) > LABEL_CHARACTERS:
        raise Invalid({"label": [f"At most {LABEL_CHARACTERS} characters."]})
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid({"expires_at": ["This is in the past."]})
    if not user.is_active:
        raise Conflict("This account is not active.")
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = Token.objects.create(
        user=user, label=label, digest=digest_of(secret), prefix=secret[:SHOWN_CHARACTERS], expires_at=expires_at
    )
    return Issued(token, secret)


@transaction.atomic
def issue_for_username(*, username: str, role: Role, label: str = "") -> Issued:
    """Return a new token for the account of that name, which is made when missing, without a password.

    Raises:
        Invalid: for a name Django does not take.
        Conflict: when the account exists with another role, or is not active.
    """
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        user = _create(username, role)
    if user.role != role:
        raise Conflict(f"{username} exists with the role {user.role}.")
    return issue(user=user, label=label)


def user_of(secret: str) -> User | None:
    """Return the active person behind a secret and note the use, at most once a minute; None for anything else.

    The row is found by the hash of the secret, so the time of the look-up tells nothing about the secret itself.
    """
    if not secret.startswith(PREFIX) or len(secret) > SECRET_CHARACTERS_MAX:
        return None
    now = timezone.now()
    token = Token.objects.select_related("user").filter(digest=digest_of(secret)).first()
    if token is None or not token.is_valid_at(now) or not token.user.is_active:
        return None
    _note_use(token, now)
    return token.user


def revoke(*, token_id: int, user: User) -> None:
    """Make a person's token worthless from now on. Revoking twice changes nothing.

    Raises:
        NotFound: for a token that is not this person's.
    """
    if not Token.objects.filter(pk=token_id, user=user).exists():
        raise NotFound
    Token.objects.filter(pk=token_id, revoked_at__isnull=True).update(revoked_at=timezone.now())


def digest_of(secret: str) -> str:
    """Return the hash a secret is kept as."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _create(username: str, role: Role) -> User:
    user = User(username=username, role=role)
    user.set_unusable_password()
    user.full_clean()
    user.save()
    return user


def _note_use(token: Token, now: datetime) -> None:
    before = now - LAST_USED_RESOLUTION
    if token.last_used_at is None or token.last_used_at <= before:
        # Conditional, so that of many requests in the same second one writes.
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=before)
        Token.objects.filter(stale, pk=token.pk).update(last_used_at=now)
