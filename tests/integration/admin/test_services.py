"""What the back office changes, it changes through services: judged, audited, by administrators only."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.models import Claim, ReviewPolicy
from factcheck.accounts.models import User
from factcheck.core.models import AuditEvent, Delivery, OutboxMessage
from factcheck.sources.models import ContextSource, Fetch, Provider
from tests.factories import desk
from tests.factories.people import person
from tests.integration.desk.conftest import SignIn

NEW_USER = {"username": "nora", "role": "reviewer", "email": "", "first_name": "", "last_name": ""}
PASSWORD = "correct-horse-battery"


def _events(action: str) -> int:
    return AuditEvent.objects.filter(subject="desk", action=action).count()


def test_an_administrator_makes_an_account_that_can_sign_in(sign_in: SignIn) -> None:
    answer = sign_in("anne").post(reverse("admin:accounts_user_add"), NEW_USER | {"password": PASSWORD})
    assert answer.status_code == 302
    nora = User.objects.get(username="nora")
    assert (nora.role, nora.is_superuser, nora.check_password(PASSWORD)) == ("reviewer", False, True)
    assert _events("account.created") == 1


def test_a_weak_password_is_refused_at_its_field_and_makes_no_account(sign_in: SignIn) -> None:
    answer = sign_in("anne").post(reverse("admin:accounts_user_add"), NEW_USER | {"password": "12345678"})
    assert answer.status_code == 200
    assert "too common" in answer.content.decode()
    assert not User.objects.filter(username="nora").exists()


@pytest.mark.parametrize("who", ["alice", "carol"])
def test_nobody_else_makes_accounts(sign_in: SignIn, who: str) -> None:
    answer = sign_in(who).post(reverse("admin:accounts_user_add"), NEW_USER | {"password": PASSWORD})
    assert answer.status_code == 403
    assert not User.objects.filter(username="nora").exists()


def test_a_role_is_set_by_the_service(sign_in: SignIn) -> None:
    alice = person("alice")
    page = reverse("admin:accounts_user_change", args=[alice.pk])
    assert sign_in("anne").post(page, {"role": "editor", "seen": alice.version}).status_code == 302
    alice.refresh_from_db()
    assert (alice.role, alice.version) == ("editor", 2)
    assert _events("account.role_set") == 1


def test_a_role_set_on_an_old_version_is_refused(sign_in: SignIn) -> None:
    alice = person("alice")
    page = reverse("admin:accounts_user_change", args=[alice.pk])
    answer = sign_in("anne").post(page, {"role": "editor", "seen": 0})
    assert "has changed since" in answer.content.decode()
    alice.refresh_from_db()
    assert alice.role == "fact_checker"


def test_the_last_administrator_stays(sign_in: SignIn) -> None:
    anne = person("anne")
    page = reverse("admin:accounts_user_change", args=[anne.pk])
    answer = sign_in("anne").post(page, {"role": "editor", "seen": anne.version})
    assert "last active administrator" in answer.content.decode()
    anne.refresh_from_db()
    assert anne.role == "administrator"


def test_a_closed_account_is_signed_out(sign_in: SignIn) -> None:
    alice = sign_in("alice")
    close = reverse("admin:accounts_user_do", args=[person("alice").pk, "deactivate"])
    assert sign_in("anne").post(close).status_code == 302
    assert alice.get(reverse("desk:queue")).status_code == 302
    assert _events("account.deactivated") == 1


def test_buttons_are_refused_to_those_who_may_not(sign_in: SignIn) -> None:
    close = reverse("admin:accounts_user_do", args=[person("alice").pk, "deactivate"])
    sign_in("carol").post(close)
    assert User.objects.get(username="alice").is_active


def test_a_button_answers_no_get(sign_in: SignIn) -> None:
    close = reverse("admin:accounts_user_do", args=[person("alice").pk, "deactivate"])
    assert sign_in("anne").get(close).status_code == 405


def test_an_administrator_adds_and_changes_a_provider(sign_in: SignIn) -> None:
    client = sign_in("anne")
    given = {"kind": "mediawiki", "name": "Wiki", "base_url": "https://wiki.example/w/api.php", "is_enabled": "on"}
    assert client.post(reverse("admin:sources_provider_add"), given).status_code == 302
    row = Provider.objects.get(name="Wiki")
    page = reverse("admin:sources_provider_change", args=[row.pk])
    changed = {"name": "Wiki", "base_url": row.base_url, "seen": row.version}
    assert client.post(page, changed).status_code == 302
    row.refresh_from_db()
    assert not row.is_enabled
    assert (_events("provider.added"), _events("provider.changed")) == (1, 1)


def test_a_policy_is_a_new_row(sign_in: SignIn) -> None:
    before = ReviewPolicy.objects.get(is_current=True)
    answer = sign_in("anne").post(reverse("admin:claims_reviewpolicy_add"), {"votes_required": 2, "votes_max": 3})
    assert answer.status_code == 302
    now = ReviewPolicy.objects.get(is_current=True)
    assert (now.votes_required, now.number) == (2, before.number + 1)
    assert _events("policy.set") == 1


def test_a_policy_no_vote_can_meet_is_refused(sign_in: SignIn) -> None:
    answer = sign_in("anne").post(reverse("admin:claims_reviewpolicy_add"), {"votes_required": 4, "votes_max": 3})
    assert answer.status_code == 200
    assert ReviewPolicy.objects.count() == 1


def test_a_reviewers_button_accepts_a_claim(sign_in: SignIn) -> None:
    claim = desk.submitted_claim()
    sign_in("bob").post(reverse("admin:claims_claim_do", args=[claim.pk, "accept"]))
    assert Claim.objects.get(pk=claim.pk).state == "accepted"


@pytest.mark.parametrize("who", ["alice", "anne"])
def test_the_back_office_gives_nobody_an_editorial_move(sign_in: SignIn, who: str) -> None:
    claim = desk.submitted_claim()
    client = sign_in(who)
    assert (
        "Accept for checking" not in client.get(reverse("admin:claims_claim_change", args=[claim.pk])).content.decode()
    )
    client.post(reverse("admin:claims_claim_do", args=[claim.pk, "accept"]))
    assert Claim.objects.get(pk=claim.pk).state == "submitted"


def test_a_failed_fetch_is_tried_again(sign_in: SignIn) -> None:
    source = ContextSource.objects.create(kind="web", url="https://ministry.example/b")
    fetch = Fetch.objects.create(source=source, host="ministry.example", state="failed", finished_at=timezone.now())
    sign_in("alice").post(reverse("admin:sources_fetch_do", args=[fetch.pk, "retry"]))
    assert Fetch.objects.get(pk=fetch.pk).state == "queued"


def test_a_failed_delivery_is_tried_again_by_an_administrator_only(sign_in: SignIn) -> None:
    message = OutboxMessage.objects.create(topic="t", payload={})
    row = Delivery.objects.create(message=message, consumer="gone", state="failed", finished_at=timezone.now())
    retry = reverse("admin:core_delivery_do", args=[row.pk, "retry"])
    sign_in("carol").post(retry)
    assert Delivery.objects.get(pk=row.pk).state == "failed"
    sign_in("anne").post(retry)
    assert Delivery.objects.get(pk=row.pk).state == "queued"
    assert _events("delivery.retried") == 1
