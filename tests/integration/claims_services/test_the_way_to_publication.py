"""One claim's way from submission to publication, correction and retraction, with its trail."""

from __future__ import annotations

import pytest

from claims.models import Correction, StageInterval, Verdict
from factcheck.core.models import AuditEvent, OutboxMessage
from factcheck.core.services import audit
from tests.factories import desk

pytestmark = pytest.mark.django_db


def test_each_step_is_audited_told_and_dated() -> None:
    verdict = desk.published_verdict()
    subject = f"claim:{verdict.claim_id}"
    actions = list(AuditEvent.objects.filter(subject=subject).order_by("sequence").values_list("action", flat=True))
    assert actions == [
        "claim.submitted",
        "claim.accepted",
        "claim.round_opened",
        "evidence.adopted",
        "verdict.drafted",
        "verdict.submitted",
        "verdict.voted",
        "verdict.approved",
        "verdict.published",
    ]
    assert set(actions) <= set(OutboxMessage.objects.values_list("topic", flat=True))
    assert not list(audit.broken_links(subject))
    stages = list(StageInterval.objects.order_by("id").values_list("stage", flat=True))
    assert stages == ["new", "triaged", "drafting", "in_review", "ready", "published"]
    assert StageInterval.objects.filter(left_at=None).count() == 1


def test_trail_describes_the_rows_as_they_are_stored() -> None:
    verdict = desk.published_verdict()
    event = AuditEvent.objects.get(action="verdict.published")
    stored = Verdict.objects.get(pk=verdict.pk)
    assert audit.row_sha256(stored, event.nonce) == event.object_sha256


def test_published_correction_supersedes_the_old_revision() -> None:
    old = desk.superseded_verdict()
    new = Verdict.objects.get(claim=old.claim_id, state="published")
    assert old.state == "superseded"
    assert new.based_on == old
    assert Correction.objects.get(draft=new).effective_at is not None


def test_retraction_takes_two_editors() -> None:
    verdict = desk.retracted_verdict()
    retraction = Correction.objects.get(corrected=verdict)
    assert verdict.state == "retracted"
    assert (retraction.asked_by.username, retraction.confirmed_by.username) == ("carol", "clara")
