"""Quotations are adopted as they stand in the stored text, and only there."""

from __future__ import annotations

import pytest

from claims.models import Evidence
from claims.services import evidence
from claims.services.evidence import Details, Quote
from factcheck.core.errors import Invalid, NotAllowedInState, NotPermitted, Stale
from factcheck.sources.models import Passage
from tests.factories import desk
from tests.factories.people import person

pytestmark = pytest.mark.django_db

OFFICIAL = Details(stance="supports", kind="official", note="The minister herself.")


def adopt(quote: Quote, details: Details = OFFICIAL) -> Evidence:
    return evidence.adopt(claim_id=desk.accepted_claim().pk, quote=quote, details=details, actor=person("alice"))


def assert_anchored(found: Evidence, words: str) -> None:
    assert found.exact == words == found.snapshot_text.text[found.start : found.end]
    assert desk.PAGE_TEXT.startswith(found.prefix + words + found.suffix, found.start - len(found.prefix))


def test_passage_is_adopted_with_its_selector() -> None:
    text = desk.page()
    passage = Passage.objects.create(snapshot_text=text, start=0, end=31)
    found = adopt(Quote(passage_id=passage.pk))
    assert_anchored(found, "The minister spoke on Tuesday. ")
    assert found.passage == passage


def test_selection_is_adopted_by_quotation_or_by_offsets() -> None:
    text = desk.page()
    by_words = adopt(Quote(snapshot_id=text.snapshot_id, exact=desk.QUOTE))
    assert_anchored(by_words, desk.QUOTE)
    assert_anchored(adopt(Quote(snapshot_id=text.snapshot_id, start=by_words.start, end=by_words.end)), desk.QUOTE)


@pytest.mark.parametrize(
    ("quote", "field"),
    [
        ({"exact": "No rockets"}, "selector"),
        ({"exact": "he"}, "selector"),
        ({"exact": ""}, "selector"),
        ({"start": 5, "end": 5}, "selector"),
        ({"start": 0, "end": 10_000}, "selector"),
        ({"start": 0, "end": 3, "exact": "She"}, "selector"),
        ({"start": 3, "end": 4}, "selector"),
        ({"start": 5, "exact": "The minister"}, "selector"),
        ({"exact": "x" * 10_001}, "selector"),
        ({"snapshot_id": 0, "exact": "The"}, "snapshot"),
        ({"snapshot_id": None}, "snapshot"),
        ({"passage_id": 0}, "passage"),
    ],
)
def test_quotation_that_is_not_there_is_no_evidence(quote: dict[str, object], field: str) -> None:
    text = desk.page()
    with pytest.raises(Invalid) as refused:
        adopt(Quote(**({"snapshot_id": text.snapshot_id} | quote)))
    assert set(refused.value.errors) == {field}
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("quote", "field"),
    [({"exact": "She"}, "selector"), ({"start": 4, "end": 12}, "selector"), ({"snapshot_id": 0}, "snapshot")],
)
def test_passage_and_another_quotation_together_are_refused(quote: dict[str, object], field: str) -> None:
    passage = Passage.objects.create(snapshot_text=desk.page(), start=0, end=31)
    with pytest.raises(Invalid) as refused:
        adopt(Quote(**({"passage_id": passage.pk} | quote)))
    assert set(refused.value.errors) == {field}
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("details", [Details("likes", "official"), Details("supports", "gossip")])
def test_unknown_stance_or_kind_is_refused(details: Details) -> None:
    with pytest.raises(Invalid):
        adopt(Quote(snapshot_id=desk.page().snapshot_id, exact=desk.QUOTE), details)
    assert not Evidence.objects.exists()


def test_adopter_rewords_their_note_and_nobody_else_does() -> None:
    found = desk.adopted_evidence(desk.accepted_claim())
    with pytest.raises(NotPermitted):
        evidence.edit(evidence_id=found.pk, changes={"note": "Mine."}, actor=person("carol"))
    evidence.edit(evidence_id=found.pk, changes={"note": "Mine."}, actor=person("alice"), version=1)
    with pytest.raises(Stale):
        evidence.edit(evidence_id=found.pk, changes={"note": "Old."}, actor=person("alice"), version=1)
    with pytest.raises(Invalid):
        evidence.edit(evidence_id=found.pk, changes={"exact": "Other words"}, actor=person("alice"))
    found.refresh_from_db()
    assert (found.note, found.exact, found.version) == ("Mine.", desk.QUOTE, 2)


def test_withdrawn_evidence_stays_on_record_and_changes_no_more() -> None:
    found = desk.adopted_evidence(desk.accepted_claim())
    evidence.withdraw(evidence_id=found.pk, actor=person("carol"))
    with pytest.raises(NotAllowedInState):
        evidence.edit(evidence_id=found.pk, changes={"note": "Late."}, actor=person("alice"))
    assert Evidence.objects.get().withdrawn_by == person("carol")


def test_evidence_a_published_correction_cites_is_not_withdrawn() -> None:
    old = desk.superseded_verdict()
    cited = old.evidence.get()
    with pytest.raises(NotAllowedInState):
        evidence.withdraw(evidence_id=cited.pk, actor=person("alice"))
    fresh = desk.adopted_evidence(old.claim)
    assert evidence.withdraw(evidence_id=fresh.pk, actor=person("alice")).withdrawn_at is not None
