"""Claims and precedents like a text are found, ordered, and decided on by people."""

from __future__ import annotations

import json

import pytest

from claims.models import Match, Precedent
from claims.selectors.matching import match_text
from claims.services import matching, precedents
from factcheck.core.errors import Invalid, NotPermitted
from factcheck.core.services import deliveries
from tests.factories import desk
from tests.factories.people import person

pytestmark = pytest.mark.django_db

ROWS = [
    {
        "id": "p1",
        "text": "The valley will get no missiles, the minister promised.",
        "rating": "False",
        "date": "2021-12-17",
    },
    {"id": "p2", "text": "Bananas grow on tall trees in the north.", "rating": "False"},
    {"id": "", "text": "No id."},
]


def imported() -> precedents.Imported:
    return precedents.import_precedents([json.dumps(row) for row in ROWS] + ["{"], actor=person("carol"))


def test_import_is_repeatable_and_names_refused_rows() -> None:
    first, second = imported(), imported()
    assert (first.written, second.written, Precedent.objects.count()) == (2, 2, 2)
    assert [number for number, _ in first.refused] == [3, 4]


def test_import_needs_an_editor() -> None:
    with pytest.raises(NotPermitted):
        precedents.import_precedents(ROWS, actor=person("bob"))
    assert not Precedent.objects.exists()


def test_claimreviews_of_a_page_become_precedents() -> None:
    review = {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": "https://other.example/1",
        "claimReviewed": "Cows fly.",
        "reviewRating": {"@type": "Rating", "alternateName": "Nonsense"},
    }
    html = f'<script type="application/ld+json">{json.dumps(review)}</script>'
    precedents.import_claimreviews(html, "https://other.example/1")
    precedents.import_claimreviews(html, "https://other.example/1")
    assert list(Precedent.objects.values_list("text", "rating", "url")) == [
        ("Cows fly.", "Nonsense", "https://other.example/1")
    ]


def test_likest_comes_first_with_its_verdict() -> None:
    imported()
    verdict = desk.published_verdict()
    found = match_text("No missiles are planned for the valley")
    assert [(f.kind, f.verdict) for f in found] == [("claim", "Mostly true"), ("precedent", "False")]
    assert found[0].id == verdict.claim_id
    assert found[0].explanation


@pytest.mark.parametrize("text", ["", "   ", "the of and", "'; drop table claims; --", "a & b | !c <-> (d"])
def test_text_of_stop_words_or_operators_is_harmless(text: str) -> None:
    desk.submitted_claim()
    assert isinstance(match_text(text), list)


def test_submitted_claim_gets_suggested_matches_and_a_person_decides() -> None:
    imported()
    claim = desk.submitted_claim("The valley will get no missiles, the minister promised us.")
    while deliveries.run_due(time_slice_s=30):
        pass
    match = Match.objects.get(claim=claim)
    assert (match.state, match.precedent.external_id) == ("suggested", "p1")
    decided = matching.decide_match(
        claim_id=claim.pk, kind="precedent", other_id=match.precedent_id, decision="confirmed", actor=person("alice")
    )
    assert (decided.pk, decided.state, decided.decided_by) == (match.pk, "confirmed", person("alice"))


def test_claim_is_not_matched_with_itself() -> None:
    claim = desk.submitted_claim()
    with pytest.raises(Invalid):
        matching.decide_match(
            claim_id=claim.pk, kind="claim", other_id=claim.pk, decision="confirmed", actor=person("alice")
        )
    assert not Match.objects.exists()
