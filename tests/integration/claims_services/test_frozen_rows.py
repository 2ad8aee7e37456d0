"""What was submitted does not change, whoever writes the SQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from claims.models import Citation, ClaimRevision, Evidence, Rating, Verdict, Vote
from tests.factories import desk
from tests.factories.people import person

pytestmark = pytest.mark.django_db

Write = Callable[[Verdict], object]


def _cited(verdict: Verdict) -> Evidence:
    return verdict.citations.get().evidence


REWRITES: dict[str, Write] = {
    "rating": lambda v: Verdict.objects.filter(pk=v.pk).update(rating=Rating.objects.get(key="not_ratable")),
    "summary": lambda v: Verdict.objects.filter(pk=v.pk).update(summary="Another."),
    "author": lambda v: Verdict.objects.filter(pk=v.pk).update(author=person("carol")),
    "wording": lambda v: ClaimRevision.objects.filter(pk=v.claim_revision_id).update(text="Another."),
    "citation dropped": lambda v: Citation.objects.filter(verdict=v)._raw_delete("default"),
    "citation moved": lambda v: Citation.objects.filter(verdict=v).update(position=9),
    "citation added": lambda v: Citation.objects.create(verdict=v, evidence=_twin(v), position=7),
    "quotation": lambda v: Evidence.objects.filter(pk=_cited(v).pk).update(exact="Another."),
    "note": lambda v: Evidence.objects.filter(pk=_cited(v).pk).update(note="Another."),
    "stance": lambda v: Evidence.objects.filter(pk=_cited(v).pk).update(stance="context"),
    "verdict itself": lambda v: Verdict.objects.filter(pk=v.pk)._raw_delete("default"),
}


def _twin(verdict: Verdict) -> Evidence:
    twin = _cited(verdict)
    twin.pk = None
    twin.save()
    return twin


@pytest.mark.parametrize("rewrite", REWRITES.values(), ids=REWRITES.keys())
def test_database_refuses_to_rewrite_what_was_submitted(rewrite: Write) -> None:
    verdict = desk.submitted_verdict()
    with pytest.raises(IntegrityError), transaction.atomic():
        rewrite(verdict)


def test_database_refuses_to_rewrite_or_drop_a_vote() -> None:
    verdict = desk.submitted_verdict()
    vote = Vote.objects.create(verdict=verdict, voter=person("bob"), rating=Rating.objects.get(key="true"))
    for voter in (verdict.author, person("carol")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Vote.objects.filter(pk=vote.pk).update(voter=voter)
    with pytest.raises(IntegrityError, match="a vote is final"), transaction.atomic():
        vote.delete()


def test_draft_and_what_it_cites_are_still_free() -> None:
    verdict = desk.drafted_verdict()
    Verdict.objects.filter(pk=verdict.pk).update(summary="Another.")
    Evidence.objects.filter(pk=_cited(verdict).pk).update(note="Another.")
    with pytest.raises(IntegrityError, match="adopted as it is"), transaction.atomic():
        Evidence.objects.filter(pk=_cited(verdict).pk).update(exact="Another.")
    verdict.citations.all().delete()
    verdict.delete()
