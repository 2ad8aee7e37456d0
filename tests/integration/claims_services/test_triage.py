"""Claims are submitted, admitted, pointed at each other, split and worked on."""

from __future__ import annotations

import pytest

from claims.models import Assignment, Claim, Claimant, ClaimInquiry
from claims.services import assignments, claims, rounds, splitting, triage
from claims.services.claims import NewAppearance, NewClaim
from factcheck.core.errors import Invalid, NotAllowedInState, NotFound
from factcheck.core.models import AuditEvent
from factcheck.sources.models import Fetch, Lookup, Provider
from tests.factories import desk
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def test_claimant_is_one_row_whatever_the_letter_case() -> None:
    desk.submitted_claim(claimant="Jane  Smith")
    desk.submitted_claim("Another claim.", claimant="jane smith")
    assert Claimant.objects.get().name == "Jane Smith"


def test_language_is_identified_when_nobody_says_it() -> None:
    assert desk.submitted_claim("Unemployment fell to five percent last year.", language="").language == "en"


def test_claimant_and_date_without_an_address_are_kept() -> None:
    claim = desk.submitted_claim(appearances=())
    assert claim.appearances.get().claimant.name == "Minister Example"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "x" * 2001}, "text"),
        ({"text": "  "}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"text": "a\ud800b"}, "text"),
        ({"text": "ok", "appearances": [NewAppearance(url="javascript:alert(1)")]}, "appearances"),
        ({"text": "ok", "appearances": [NewAppearance(url="https://a.example/")] * 51}, "appearances"),
        ({"text": "ok", "tags": ["t"] * 31}, "tags"),
    ],
)
def test_bad_fields_are_named_and_nothing_is_written(fields: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        claims.submit_claim(new=NewClaim(**fields), actor=person("alice"))
    assert set(refused.value.errors) == {field}
    assert not Claim.objects.exists()
    assert not AuditEvent.objects.exists()


def test_claim_of_2000_characters_is_taken() -> None:
    assert len(desk.submitted_claim("x" * 2000).text) == 2000


def test_state_and_author_are_not_edited() -> None:
    claim = desk.submitted_claim()
    with pytest.raises(Invalid) as refused:
        claims.edit(claim_id=claim.pk, changes={"state": "accepted", "submitted_by": 1}, actor=person("alice"))
    assert set(refused.value.errors) == {"state", "submitted_by"}
    claim.refresh_from_db()
    assert (claim.state, claim.version) == ("submitted", 1)


def test_accepting_asks_every_enabled_provider() -> None:
    on = Provider.objects.create(kind="feed", name="On", base_url="https://a.example/")
    Provider.objects.create(kind="feed", name="Off", base_url="https://b.example/", is_enabled=False)
    claim = desk.accepted_claim()
    assert ClaimInquiry.objects.get(claim=claim).round == 1
    assert Lookup.objects.get().provider == on


def test_further_round_asks_whom_and_what_it_is_told() -> None:
    claim = desk.accepted_claim()
    off = Provider.objects.create(kind="feed", name="Off", is_enabled=False)
    with pytest.raises(Invalid):
        rounds.open_round(claim_id=claim.pk, actor=person("alice"), provider_ids=[off.pk])
    with pytest.raises(Invalid):
        rounds.open_round(claim_id=claim.pk, actor=person("alice"), urls=["https://a.example/"] * 51)
    opened = rounds.open_round(claim_id=claim.pk, actor=person("alice"), provider_ids=[], urls=["https://a.example/"])
    assert opened.round == 2
    assert Fetch.objects.get().source.url == "https://a.example/"


def test_declining_needs_a_known_reason_and_a_note_for_other() -> None:
    claim = desk.submitted_claim()
    for reason in ("split", "whim", "other"):
        with pytest.raises(Invalid):
            triage.decline(claim_id=claim.pk, reason=reason, actor=person("bob"))
    assert triage.decline(claim_id=claim.pk, reason="other", note="Test.", actor=person("bob")).state == "declined"


def test_duplicates_never_point_to_a_duplicate() -> None:
    original, middle = desk.submitted_claim("The original."), desk.submitted_claim("The middle one.")
    duplicate = desk.duplicate_claim(of=middle)
    with pytest.raises(Invalid):
        triage.mark_duplicate(claim_id=original.pk, of=duplicate.pk, actor=person("bob"))
    triage.mark_duplicate(claim_id=middle.pk, of=original.pk, actor=person("bob"))
    assert set(original.duplicates.values_list("pk", flat=True)) == {middle.pk, duplicate.pk}
    trail = AuditEvent.objects.filter(subject=f"claim:{duplicate.pk}").values_list("action", flat=True)
    assert "claim.duplicate_repointed" in trail


def test_claim_is_no_duplicate_of_itself_or_of_nothing() -> None:
    claim = desk.submitted_claim()
    for of in (claim.pk, 0):
        with pytest.raises(Invalid):
            triage.mark_duplicate(claim_id=claim.pk, of=of, actor=person("bob"))
    with pytest.raises(NotFound):
        triage.mark_duplicate(claim_id=0, of=claim.pk, actor=person("bob"))
    assert Claim.objects.get().state == "submitted"


def test_parts_keep_the_appearances_and_the_whole_is_declined() -> None:
    whole = desk.submitted_claim()
    parts = splitting.split(claim_id=whole.pk, texts=["One thing.", "Another thing."], actor=person("bob"))
    whole.refresh_from_db()
    assert (whole.state, whole.decline_reason) == ("declined", "split")
    for part in parts:
        assert (part.state, part.split_from) == ("submitted", whole)
        assert part.appearances.get().url == whole.appearances.get().url
        assert part.appearances.get().claimant == whole.appearances.get().claimant


@pytest.mark.parametrize("texts", [["One."], ["One.", " "], ["Same.", "Same."], ["x"] * 21, ["One.", "x" * 2001]])
def test_bad_parts_are_refused(texts: list[str]) -> None:
    whole = desk.submitted_claim()
    with pytest.raises(Invalid):
        splitting.split(claim_id=whole.pk, texts=texts, actor=person("bob"))
    assert Claim.objects.get().state == "submitted"


def test_reopened_claim_starts_over() -> None:
    claim = triage.reopen(claim_id=desk.declined_claim().pk, actor=person("bob"))
    assert (claim.state, claim.decline_reason) == ("submitted", "")
    assert triage.accept(claim_id=claim.pk, actor=person("bob")).state == "accepted"


def test_one_person_works_on_a_claim_and_editors_reassign() -> None:
    claim = desk.accepted_claim()
    assignments.assign(claim_id=claim.pk, user_id=person("alice").pk, actor=person("alice"))
    with pytest.raises(NotAllowedInState, match="works on this claim already"):
        assignments.assign(claim_id=claim.pk, user_id=person("adam").pk, actor=person("adam"))
    assignments.assign(claim_id=claim.pk, user_id=person("adam").pk, actor=person("carol"))
    assert Assignment.objects.get(claim=claim, closed_at=None).user == person("adam")


def test_nobody_is_assigned_who_could_not_work() -> None:
    claim = desk.accepted_claim()
    for name in ("vera", "anne"):
        with pytest.raises(Invalid):
            assignments.assign(claim_id=claim.pk, user_id=person(name).pk, actor=person("carol"))
    assert not Assignment.objects.exists()


def test_declining_ends_the_assignment() -> None:
    claim = desk.accepted_claim()
    assignments.assign(claim_id=claim.pk, user_id=person("alice").pk, actor=person("alice"))
    triage.decline(claim_id=claim.pk, reason="opinion", actor=person("bob"))
    assert not Assignment.objects.filter(closed_at=None).exists()
