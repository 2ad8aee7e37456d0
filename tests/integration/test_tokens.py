"""Bearer tokens: what is kept of them, and when they stop working."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from factcheck.accounts.models import Token, User
from factcheck.accounts.roles import Role
from factcheck.accounts.services import tokens
from factcheck.core.errors import Conflict, Invalid, NotFound

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return User.objects.create_user("ada", role=Role.EDITOR)


def test_only_the_hash_of_a_secret_is_kept(person: User) -> None:
    issued = tokens.issue(user=person, label="script")
    row = Token.objects.filter(pk=issued.token.pk).values().get()
    assert issued.secret.startswith("fc_")
    assert len(issued.secret) >= 43
    assert issued.secret not in str(row)
    assert row["prefix"] == issued.secret[:10]
    assert tokens.user_of(issued.secret) == person


@pytest.mark.parametrize("secret", ["", "fc_", "fc_unknown", "xx_" + "a" * 43, "fc_" + "é" * 20, "fc_" + "a" * 10_000])
def test_other_texts_open_nothing(person: User, secret: str) -> None:
    tokens.issue(user=person)
    assert tokens.user_of(secret) is None


def test_an_expired_token_opens_nothing(person: User) -> None:
    issued = tokens.issue(user=person, expires_at=timezone.now() + timedelta(hours=1))
    assert tokens.user_of(issued.secret) == person
    now = timezone.now()
    Token.objects.update(created_at=now - timedelta(hours=2), expires_at=now - timedelta(seconds=1))
    assert tokens.user_of(issued.secret) is None


def test_a_revoked_token_opens_nothing_and_stays_revoked(person: User) -> None:
    issued = tokens.issue(user=person)
    tokens.revoke(token_id=issued.token.pk, user=person)
    first = Token.objects.get().revoked_at
    tokens.revoke(token_id=issued.token.pk, user=person)
    assert Token.objects.get().revoked_at == first
    assert tokens.user_of(issued.secret) is None


def test_one_cannot_revoke_anothers_token(person: User) -> None:
    issued = tokens.issue(user=person)
    with pytest.raises(NotFound):
        tokens.revoke(token_id=issued.token.pk, user=User.objects.create_user("ben"))
    assert tokens.user_of(issued.secret) == person


def test_an_inactive_account_has_no_working_token(person: User) -> None:
    issued = tokens.issue(user=person)
    User.objects.update(is_active=False)
    assert tokens.user_of(issued.secret) is None
    person.refresh_from_db()
    with pytest.raises(Conflict):
        tokens.issue(user=person)


def test_last_use_is_written_at_most_once_a_minute(person: User) -> None:
    issued = tokens.issue(user=person)
    tokens.user_of(issued.secret)
    first = Token.objects.get().last_used_at
    assert first is not None
    tokens.user_of(issued.secret)
    assert Token.objects.get().last_used_at == first
    Token.objects.update(last_used_at=first - timedelta(minutes=1))
    tokens.user_of(issued.secret)
    last = Token.objects.get().last_used_at
    assert last is not None
    assert last >= first


def test_label_and_end_have_limits(person: User) -> None:
    with pytest.raises(Invalid, match="attention"):
        tokens.issue(user=person, label="x" * 101)
    with pytest.raises(Invalid):
        tokens.issue(user=person, expires_at=timezone.now())
    assert not Token.objects.exists()


def test_issue_token_makes_the_person_and_prints_the_token_alone_on_the_last_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("issue_token", "grace", "--role", "reviewer")
    user = tokens.user_of(capsys.readouterr().out.rstrip("\n").splitlines()[-1])
    assert user is not None
    assert (user.username, user.role, user.has_usable_password()) == ("grace", Role.REVIEWER, False)


def test_issue_token_gives_an_existing_person_another_token(capsys: pytest.CaptureFixture[str], person: User) -> None:
    call_command("issue_token", "ada", "--role", "editor")
    call_command("issue_token", "ada", "--role", "editor")
    assert person.tokens.count() == 2
    assert User.objects.count() == 1


def test_issue_token_refuses_another_role_and_changes_nothing(person: User) -> None:
    with pytest.raises(CommandError, match="exists with the role editor"):
        call_command("issue_token", "ada", "--role", "viewer")
    person.refresh_from_db()
    assert (person.role, person.tokens.count()) == (Role.EDITOR, 0)


@pytest.mark.parametrize("arguments", [("ada", "--role", "boss"), ("ada",), ("a b/c", "--role", "viewer")])
def test_issue_token_refuses_what_it_does_not_know(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("issue_token", *arguments)
    assert not User.objects.exists()
