"""Each page of the desk opens for each role, and for nobody else."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import desk
from tests.factories.people import CAST, person
from tests.integration.desk.conftest import SignIn

STAGES = {
    "new": desk.submitted_claim,
    "accepted": desk.accepted_claim,
    "declined": desk.declined_claim,
    "duplicate": desk.duplicate_claim,
}
VERDICTS = (
    desk.drafted_verdict,
    desk.submitted_verdict,
    desk.split_verdict,
    desk.approved_verdict,
    desk.published_verdict,
    desk.correction_draft,
    desk.retraction_asked,
    desk.retracted_verdict,
    desk.superseded_verdict,
    desk.returned_verdict,
    desk.withdrawn_verdict,
    desk.abandoned_verdict,
)
LISTS = ("desk:queue", "desk:articles", "desk:new-claim", "desk:new-article", "desk:settings")


@pytest.mark.django_db
@pytest.mark.parametrize("name", LISTS)
def test_a_stranger_is_sent_to_sign_in(name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("name", LISTS)
def test_every_role_opens_the_lists(sign_in: SignIn, name: str, who: str) -> None:
    assert sign_in(who).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("who", ["vera", "alice", "bob", "carol", "anne"])
@pytest.mark.parametrize("make", STAGES.values(), ids=list(STAGES))
def test_every_role_opens_a_claim_in_each_state(sign_in: SignIn, make: object, who: str) -> None:
    claim = make()  # type: ignore[operator]
    answer = sign_in(who).get(reverse("desk:claim", args=[claim.pk]))
    assert answer.status_code == 200
    assert claim.text in answer.content.decode()


@pytest.mark.parametrize("who", ["vera", "alice", "bob", "carol", "anne"])
@pytest.mark.parametrize("make", VERDICTS, ids=lambda make: make.__name__)
def test_every_role_opens_a_claim_whose_verdict_is_in_each_state(sign_in: SignIn, make: object, who: str) -> None:
    verdict = make()  # type: ignore[operator]
    assert sign_in(who).get(reverse("desk:claim", args=[verdict.claim_id])).status_code == 200


def test_home_leads_the_desk_to_its_queue_and_strangers_to_what_is_published(sign_in: SignIn) -> None:
    assert sign_in("alice").get("/")["Location"] == reverse("desk:queue")
    assert Client().get("/")["Location"] == "/factchecks/"


def test_a_claim_that_is_not_there_says_so(sign_in: SignIn) -> None:
    answer = sign_in("alice").get(reverse("desk:claim", args=[10**25]))
    assert answer.status_code == 404
    assert "There is no such claim" in answer.content.decode()


def test_every_page_is_served_under_a_policy_without_inline_code(sign_in: SignIn) -> None:
    answer = sign_in("alice").get(reverse("desk:claim", args=[desk.accepted_claim().pk]))
    policy, page = answer["Content-Security-Policy"], answer.content.decode()
    assert "unsafe" not in policy
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page


def test_times_are_shown_in_the_readers_zone(sign_in: SignIn) -> None:
    claim = desk.submitted_claim()
    client = sign_in("alice")
    answer = client.post(reverse("desk:settings"), {"time_zone": "Asia/Tokyo"})
    assert answer.status_code == 302
    person("alice").refresh_from_db()
    page = client.get(reverse("desk:claim", args=[claim.pk])).content.decode()
    assert "Times are in Asia/Tokyo" in page


def test_a_zone_that_does_not_exist_is_refused(sign_in: SignIn) -> None:
    answer = sign_in("alice").post(reverse("desk:settings"), {"time_zone": "Mars/Olympus"})
    assert answer.status_code == 422
    assert person("alice").time_zone == "UTC"
