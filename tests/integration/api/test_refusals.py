"""Refusals over HTTP: each has its problem, comes in the order of the contract, and changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from claims.models import Claim, Verdict, Vote
from factcheck.core.models import AuditEvent
from tests.factories import desk
from tests.integration.api.client import API, Desk, body
from tests.problems import assert_problem

pytestmark = pytest.mark.django_db
NO_ID = ["999999", "0", "abc", "1" * 30, "1%00", "-1", "१"]


@pytest.fixture
def trail() -> Any:
    """Return a function that asserts that nothing was recorded since it was last asked."""
    seen = {"events": -1}

    def unchanged() -> None:
        assert AuditEvent.objects.count() == seen["events"]

    def start() -> Any:
        seen["events"] = AuditEvent.objects.count()
        return unchanged

    return start


def test_authors_own_vote_is_403_and_changes_nothing(trail: Any) -> None:
    verdict = desk.submitted_verdict(by="bob")
    unchanged = trail()
    answer = Desk("bob").post(f"/verdicts/{verdict.pk}/vote/", {"rating": "mostly_true"})
    assert_problem(answer, 403, "not-permitted")
    verdict.refresh_from_db()
    assert verdict.state == "in_review"
    assert not Vote.objects.exists()
    unchanged()


def test_superusers_role_gives_no_way_round(trail: Any) -> None:
    verdict = desk.submitted_verdict()
    anne = Desk("anne")
    unchanged = trail()
    assert_problem(anne.post(f"/verdicts/{verdict.pk}/vote/", {"rating": "true"}), 403, "not-permitted")
    unchanged()


def test_forbidden_move_is_409(trail: Any) -> None:
    claim = desk.accepted_claim()
    unchanged = trail()
    assert_problem(Desk("bob").post(f"/claims/{claim.pk}/accept/"), 409, "not-allowed-in-state")
    unchanged()


@pytest.mark.parametrize(
    ("header", "status", "slug"),
    [({}, 428, "precondition-required"), ({"If_Match": '"99"'}, 412, "stale"), ({"If_Match": "7"}, 400, "malformed")],
)
def test_edit_needs_the_current_version(trail: Any, header: dict[str, str], status: int, slug: str) -> None:
    claim = desk.submitted_claim()
    unchanged = trail()
    assert_problem(Desk("alice").patch(f"/claims/{claim.pk}/", {"text": "Other."}, **header), status, slug)
    assert Claim.objects.get().text == claim.text
    unchanged()


@pytest.mark.parametrize("move", ["submit", "publish"])
def test_moves_with_a_version_need_it(trail: Any, move: str) -> None:
    verdict = desk.drafted_verdict() if move == "submit" else desk.approved_verdict()
    person = Desk("alice" if move == "submit" else "carol")
    unchanged = trail()
    assert_problem(person.post(f"/verdicts/{verdict.pk}/{move}/"), 428, "precondition-required")
    assert_problem(person.post(f"/verdicts/{verdict.pk}/{move}/", If_Match='"99"'), 412, "stale")
    unchanged()


@pytest.mark.parametrize(
    ("path", "sent", "fields"),
    [
        ("/claims/", {}, {"text"}),
        ("/claims/", {"text": "x" * 2001}, {"text"}),
        ("/claims/", {"text": "x", "claim_date": "2999-01-01"}, {"claim_date"}),
        ("/claims/", {"text": "x", "appearances": [{"url": "ftp://a"}]}, {"appearances.0.url"}),
        ("/claims/", {"text": "x\x00"}, {"text"}),
        ("/claims/", {"text": ["x"]}, {"text"}),
        ("/claims/", [], {"non_field_errors"}),
        ("/articles/", {}, {"text"}),
        ("/claims/match/", {"text": "x", "limit": 51}, {"limit"}),
        ("/claims/match/", {"text": "x", "limit": 10**30}, {"limit"}),
    ],
)
def test_wrong_body_is_422_with_its_fields(trail: Any, path: str, sent: Any, fields: set[str]) -> None:
    alice = Desk("alice")
    unchanged = trail()
    assert_problem(alice.post(path, sent), 422, "invalid", errors=fields)
    assert not Claim.objects.exists()
    unchanged()


@pytest.mark.parametrize("raw", [b"{", b'{"text": "\\ud800"}', b"\xff", b"[" * 100_000])
def test_body_that_is_no_json_is_400(raw: bytes) -> None:
    alice = Desk("alice")
    answer = alice.client.post(f"{API}/claims/", raw, content_type="application/json", headers=alice.headers)
    assert_problem(answer, 400, "malformed")


def test_body_of_another_type_is_415() -> None:
    alice = Desk("alice")
    answer = alice.client.post(f"{API}/claims/", b"text=x", content_type="text/plain", headers=alice.headers)
    assert_problem(answer, 415, "unsupported-media-type")


@pytest.mark.parametrize("unknown", NO_ID)
@pytest.mark.parametrize("path", ["/claims/{}/", "/verdicts/{}/", "/articles/{}/", "/snapshots/{}/content"])
def test_unknown_id_is_404(path: str, unknown: str) -> None:
    assert_problem(Desk("alice").get(path.format(unknown)), 404, "not-found")


@pytest.mark.parametrize("path", ["/claims/1/", "/claims/abc/", "/claims/", "/users/me/", "/snapshots/1/content"])
def test_no_token_is_401(path: str) -> None:
    answer = Client().get(f"{API}{path}")
    assert_problem(answer, 401, "not-authenticated")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_refusals_come_in_the_contracts_order(trail: Any) -> None:
    claim = desk.accepted_claim()
    verdict = desk.submitted_verdict(claim)
    broken: dict[str, Any] = {"text": 7}
    unchanged = trail()
    vera, alice = Desk("vera"), Desk("alice")
    assert_problem(alice.patch("/claims/999999/", broken), 404, "not-found")
    assert_problem(vera.patch(f"/claims/{claim.pk}/", broken), 403, "not-permitted")
    assert_problem(alice.patch(f"/claims/{claim.pk}/", broken), 428, "precondition-required")
    assert_problem(alice.patch(f"/claims/{claim.pk}/", broken, If_Match='"99"'), 412, "stale")
    current = f'"{Claim.objects.get().version}"'
    assert_problem(alice.patch(f"/claims/{claim.pk}/", broken, If_Match=current), 409, "not-allowed-in-state")
    assert_problem(Desk("bob").post(f"/verdicts/{verdict.pk}/vote/", {"rating": 7}), 422, "invalid")
    assert_problem(alice.post(f"/verdicts/{verdict.pk}/vote/", {"rating": 7}), 403, "not-permitted")
    assert Verdict.objects.get().state == "in_review"
    unchanged()


def test_used_idempotency_key_replays_and_refuses_another_body() -> None:
    alice = Desk("alice")
    first = alice.post("/claims/", {"text": "The bridge is new."}, Idempotency_Key="k-1")
    again = alice.post("/claims/", {"text": "The bridge is new."}, Idempotency_Key="k-1")
    assert body(first, 201) == body(again, 201)
    assert again["ETag"] == first["ETag"]
    other = alice.post("/claims/", {"text": "The bridge is old."}, Idempotency_Key="k-1")
    assert_problem(other, 422, "idempotency-key-reused")
    assert Claim.objects.count() == 1


@pytest.mark.parametrize("query", ["cursor=x", "page_size=0", "page_size=201", "state=x", "stage=x", "ordering=text"])
def test_wrong_query_is_422(query: str) -> None:
    assert_problem(Desk("alice").get(f"/claims/?{query}"), 422, "invalid", errors={query.partition("=")[0]})


def test_empty_ordering_is_the_usual_one() -> None:
    desk.submitted_claim()
    assert len(body(Desk("vera").get("/claims/?ordering="))["results"]) == 1


@pytest.mark.parametrize("other", ["1\n", "1 ", "01", "0", "-1", "१", 1, None, [], {}])
def test_id_in_a_body_is_the_exact_string(other: Any) -> None:
    claim, first = desk.submitted_claim(), desk.submitted_claim("Another claim.")
    sent = other if other != "1\n" else f"{first.pk}\n"
    answer = Desk("bob").post(f"/claims/{claim.pk}/mark-duplicate/", {"of": sent})
    assert_problem(answer, 422, "invalid", errors={"of"})
    claim.refresh_from_db()
    assert claim.state == "submitted"


@pytest.mark.parametrize("claimant", [None, ""])
def test_an_unknown_claimant_may_be_given_as_it_is_shown(claimant: str | None) -> None:
    alice = Desk("alice")
    answer = alice.post("/claims/", {"text": "The bridge cost 4 million euros.", "claimant": claimant})
    made = body(answer, 201)
    changed = alice.patch(f"/claims/{made['id']}/", {"claimant": claimant}, If_Match=answer["ETag"])
    assert made["claimant"] is None
    assert body(changed)["claimant"] is None
