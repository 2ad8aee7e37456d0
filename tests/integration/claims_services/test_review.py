"""Four eyes, frozen submissions, corrections and retractions."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from claims.models import Claim, Correction, Decision, Rating, ReviewPolicy, Verdict, Vote
from claims.services import claims, corrections, drafts, endings, evidence, publication, review
from claims.services.drafts import NewVerdict
from factcheck.core.errors import Invalid, NotAllowedInState, NotFound, NotPermitted, Stale
from factcheck.core.models import AuditEvent
from tests.factories import desk
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def two_of_three() -> None:
    """Make 2 of at most 3 the policy."""
    ReviewPolicy.objects.update(is_current=False)
    ReviewPolicy.objects.create(number=2, votes_required=2, votes_max=3, is_current=True)


def votes(verdict: Verdict, **ratings: str) -> str:
    """Cast the votes in order and return the state they led to."""
    for name, rating in ratings.items():
        review.vote(verdict_id=verdict.pk, rating=rating, actor=person(name))
    return Verdict.objects.get(pk=verdict.pk).state


def test_one_agreeing_vote_approves_by_default() -> None:
    assert votes(desk.submitted_verdict(), bob="mostly_true") == "approved"


def test_one_disagreeing_vote_needs_an_editor_by_default() -> None:
    assert votes(desk.submitted_verdict(), bob="false") == "adjudication"


def test_two_of_three_waits_for_the_second_and_the_third_vote() -> None:
    two_of_three()
    verdict = desk.submitted_verdict()
    assert votes(verdict, bob="mostly_true") == "in_review"
    assert votes(verdict, boris="false") == "in_review"
    assert votes(verdict, bella="mostly_true") == "approved"


def test_two_of_three_goes_to_adjudication_when_two_disagree() -> None:
    two_of_three()
    assert votes(desk.submitted_verdict(), bob="true", boris="false") == "adjudication"


def test_submitted_verdict_keeps_its_policy() -> None:
    verdict = desk.submitted_verdict()
    two_of_three()
    assert votes(verdict, bob="mostly_true") == "approved"


def test_second_vote_of_one_person_is_refused() -> None:
    two_of_three()
    verdict = desk.submitted_verdict()
    votes(verdict, bob="false")
    with pytest.raises(NotPermitted):
        review.vote(verdict_id=verdict.pk, rating="mostly_true", actor=person("bob"))
    assert Vote.objects.count() == 1


def test_database_refuses_the_authors_vote_too() -> None:
    verdict = desk.submitted_verdict()
    rating = Rating.objects.get(key="true")
    with pytest.raises(IntegrityError, match="author does not vote"), transaction.atomic():
        Vote.objects.create(verdict=verdict, voter=verdict.author, rating=rating)
    assert not Vote.objects.exists()


def test_database_refuses_that_one_person_asks_and_confirms() -> None:
    desk.retraction_asked()
    with pytest.raises(IntegrityError, match="second_person_differs"), transaction.atomic():
        Correction.objects.update(confirmed_by=person("carol"))


def test_unknown_rating_is_no_vote() -> None:
    verdict = desk.submitted_verdict()
    with pytest.raises(Invalid):
        review.vote(verdict_id=verdict.pk, rating="maybe", actor=person("bob"))
    assert not Vote.objects.exists()
    assert not AuditEvent.objects.filter(action="verdict.voted").exists()


def test_adjudicator_confirms_the_drafts_rating_or_returns_but_sets_no_other() -> None:
    verdict = desk.split_verdict()
    with pytest.raises(Invalid):
        review.adjudicate(
            verdict_id=verdict.pk, decision="approve", rating="false", reason="Better.", actor=person("carol")
        )
    assert not Decision.objects.exists()
    review.adjudicate(verdict_id=verdict.pk, decision="approve", reason="Right.", actor=person("carol"))
    assert Verdict.objects.get(pk=verdict.pk).state == "approved"
    assert Decision.objects.get().kind == "adjudicated_approved"


def test_editor_who_voted_does_not_adjudicate() -> None:
    verdict = desk.submitted_verdict()
    votes(verdict, carol="false")
    with pytest.raises(NotPermitted):
        review.adjudicate(verdict_id=verdict.pk, decision="approve", reason="Right.", actor=person("carol"))
    assert Verdict.objects.get(pk=verdict.pk).state == "adjudication"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"rating": ""}, "Choose a rating"),
        ({"summary": " "}, "Write the summary"),
        ({"justification": ""}, "Write the summary"),
        ({"evidence": []}, "Cite at least one"),
    ],
)
def test_incomplete_draft_is_not_submitted(changes: dict[str, object], reason: str) -> None:
    draft = desk.drafted_verdict()
    drafts.edit(verdict_id=draft.pk, changes=changes, actor=person("alice"))
    with pytest.raises(NotAllowedInState, match=reason):
        review.submit(verdict_id=draft.pk, actor=person("alice"))
    assert Verdict.objects.get(pk=draft.pk).state == "draft"


def test_draft_citing_withdrawn_evidence_is_not_submitted() -> None:
    draft = desk.drafted_verdict()
    evidence.withdraw(evidence_id=draft.evidence.get().pk, actor=person("alice"))
    with pytest.raises(NotAllowedInState, match="withdrawn"):
        review.submit(verdict_id=draft.pk, actor=person("alice"))


def test_submitting_freezes_wording_claimant_and_date() -> None:
    verdict = desk.submitted_verdict()
    votes(verdict, bob="mostly_true")
    publication.publish(verdict_id=verdict.pk, actor=person("carol"))
    claims.edit(claim_id=verdict.claim_id, changes={"text": "Other words.", "claimant": "X"}, actor=person("alice"))
    revision = Verdict.objects.get(pk=verdict.pk).claim_revision
    assert (revision.number, revision.text, revision.claimant_name) == (1, desk.CLAIM_TEXT, "Minister Example")
    assert revision.appearances == ["https://news.example/1"]


def test_wording_under_review_is_not_edited() -> None:
    verdict = desk.submitted_verdict()
    with pytest.raises(NotAllowedInState, match="under review"):
        claims.edit(claim_id=verdict.claim_id, changes={"text": "Other words."}, actor=person("alice"))
    assert Claim.objects.get(pk=verdict.claim_id).text == desk.CLAIM_TEXT


def test_unchanged_wording_is_frozen_once() -> None:
    first = desk.submitted_verdict()
    endings.withdraw(verdict_id=first.pk, actor=person("alice"))
    second = desk.submitted_verdict(first.claim)
    assert second.claim_revision_id == Verdict.objects.get(pk=first.pk).claim_revision_id
    assert second.based_on == first


def test_submitted_text_and_evidence_change_no_more() -> None:
    verdict = desk.submitted_verdict()
    cited = verdict.evidence.get()
    with pytest.raises(NotAllowedInState):
        drafts.edit(verdict_id=verdict.pk, changes={"summary": "New."}, actor=person("alice"))
    with pytest.raises(NotAllowedInState, match="submitted verdict cites"):
        evidence.edit(evidence_id=cited.pk, changes={"note": "New."}, actor=person("alice"))
    with pytest.raises(NotAllowedInState, match="under review"):
        evidence.withdraw(evidence_id=cited.pk, actor=person("alice"))
    cited.refresh_from_db()
    assert (cited.note, cited.withdrawn_at, cited.version) == ("", None, 1)


def test_stale_edit_is_refused_before_the_state_is_looked_at() -> None:
    draft = desk.drafted_verdict()
    drafts.edit(verdict_id=draft.pk, changes={"summary": "One."}, actor=person("alice"), version=1)
    with pytest.raises(Stale):
        drafts.edit(verdict_id=draft.pk, changes={"summary": "Two."}, actor=person("alice"), version=1)
    with pytest.raises(Stale):
        review.submit(verdict_id=draft.pk, actor=person("alice"), version=1)
    assert Verdict.objects.get(pk=draft.pk).summary == "One."


def test_missing_verdict_is_not_found() -> None:
    with pytest.raises(NotFound):
        review.submit(verdict_id=0, actor=person("alice"))


def test_evidence_of_another_claim_is_not_cited() -> None:
    foreign = desk.adopted_evidence(desk.accepted_claim("Another claim."))
    claim = desk.accepted_claim()
    with pytest.raises(Invalid) as refused:
        drafts.draft(claim_id=claim.pk, new=NewVerdict(evidence=[foreign.pk]), actor=person("alice"))
    assert set(refused.value.errors) == {"evidence"}
    assert not Verdict.objects.exists()


def test_limits_are_named() -> None:
    claim = desk.accepted_claim()
    with pytest.raises(Invalid) as refused:
        drafts.draft(claim_id=claim.pk, new=NewVerdict(justification="x" * 100_001), actor=person("alice"))
    assert "100000" in refused.value.errors["justification"][0]
    with pytest.raises(Invalid) as refused:
        drafts.draft(claim_id=claim.pk, new=NewVerdict(evidence=range(1, 102)), actor=person("alice"))
    assert "100" in refused.value.errors["evidence"][0]


def test_correction_copies_what_was_published() -> None:
    published = desk.published_verdict()
    draft = desk.correction_draft(published)
    assert (draft.rating, draft.justification, draft.based_on) == (
        published.rating,
        published.justification,
        published,
    )
    assert list(draft.evidence.all()) == list(published.evidence.all())
    assert Verdict.objects.get(pk=published.pk).state == "published"


@pytest.mark.parametrize("kind", ["minor", "editors_note"])
def test_minor_correction_changes_words_only_and_needs_another_editor(kind: str) -> None:
    draft = desk.correction_draft(kind=kind)
    drafts.edit(verdict_id=draft.pk, changes={"rating": "false"}, actor=person("carol"))
    with pytest.raises(NotAllowedInState, match="may not change the rating"):
        review.submit(verdict_id=draft.pk, actor=person("carol"))
    changes = {"rating": "mostly_true", "summary": "Better said."}
    drafts.edit(verdict_id=draft.pk, changes=changes, actor=person("carol"))
    review.submit(verdict_id=draft.pk, actor=person("carol"))
    with pytest.raises(NotPermitted):
        publication.publish(verdict_id=draft.pk, actor=person("carol"))
    publication.publish(verdict_id=draft.pk, actor=person("clara"))
    correction = Correction.objects.get(draft=draft)
    assert (correction.confirmed_by, correction.effective_at is not None) == (person("clara"), True)


def test_minor_correction_may_not_carry_a_changed_claim() -> None:
    draft = desk.correction_draft(kind="minor")
    claims.edit(claim_id=draft.claim_id, changes={"text": "Other words."}, actor=person("alice"))
    with pytest.raises(NotAllowedInState, match="may not change the rating, the claim"):
        review.submit(verdict_id=draft.pk, actor=person("carol"))


def test_other_correction_is_not_published_without_votes() -> None:
    draft = desk.correction_draft(kind="update")
    review.submit(verdict_id=draft.pk, actor=person("carol"))
    with pytest.raises((NotAllowedInState, NotPermitted)):
        publication.publish(verdict_id=draft.pk, actor=person("clara"))
    assert Verdict.objects.get(pk=draft.pk).state == "in_review"


def test_returned_correction_is_drafted_again_as_the_same_correction() -> None:
    draft = desk.correction_draft()
    review.submit(verdict_id=draft.pk, actor=person("carol"))
    endings.return_(verdict_id=draft.pk, reason="Explain.", actor=person("bob"))
    again = drafts.draft(claim_id=draft.claim_id, new=NewVerdict(rating="false"), actor=person("carol"))
    assert (again.based_on, again.correction.kind, again.correction.note) == (
        draft,
        "verdict_changed",
        "We were wrong.",
    )
    assert Correction.objects.get(draft=draft).abandoned_at is not None


def test_published_claim_takes_no_plain_draft() -> None:
    claim_id = desk.published_verdict().claim_id
    with pytest.raises(NotAllowedInState, match="correct or retract"):
        drafts.draft(claim_id=claim_id, new=NewVerdict(), actor=person("carol"))


def test_whoever_asked_does_not_confirm_the_retraction() -> None:
    verdict = desk.retraction_asked()
    with pytest.raises(NotPermitted):
        corrections.retract(verdict_id=verdict.pk, note="", actor=person("carol"))
    assert Verdict.objects.get(pk=verdict.pk).state == "published"


def test_superseding_lets_a_pending_retraction_lapse() -> None:
    published = desk.published_verdict()
    desk.retraction_asked(published)
    draft = desk.correction_draft(published, kind="update")
    review.submit(verdict_id=draft.pk, actor=person("carol"))
    votes(draft, bob="mostly_true")
    publication.publish(verdict_id=draft.pk, actor=person("clara"))
    assert Correction.objects.get(kind="retraction").abandoned_at is not None
    with pytest.raises(NotAllowedInState):
        corrections.retract(verdict_id=published.pk, note="", actor=person("clara"))


def test_claim_can_be_checked_anew_after_a_retraction() -> None:
    retracted = desk.retracted_verdict()
    again = desk.published_verdict(Claim.objects.get(pk=retracted.claim_id))
    assert (again.number, again.state) == (2, "published")
