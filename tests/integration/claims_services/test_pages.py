"""The public page follows publication, correction and retraction."""

from __future__ import annotations

import pytest

from claims.models import PublicPage, Verdict
from claims.publishing import claimreview
from claims.selectors.published import build_check, check_of
from claims.services import pages
from factcheck.core.services import deliveries
from tests.factories import desk

pytestmark = pytest.mark.django_db


def deliver() -> None:
    while deliveries.run_due(time_slice_s=30):
        pass


def test_published_verdict_gets_a_page_that_builds_a_claimreview() -> None:
    verdict = desk.published_verdict()
    deliver()
    check = check_of(PublicPage.objects.get(claim=verdict.claim_id))
    assert check.slug == f"there-are-no-plans-to-place-missiles-in-the-valley-{verdict.claim_id}"
    assert (check.rating.value, check.claimant.name, check.evidence[0].quote) == (4, "Minister Example", desk.QUOTE)
    document = claimreview.build(check)
    assert document["reviewRating"]["alternateName"] == "Mostly true"
    assert document["url"].endswith(f"/factchecks/{check.slug}/")
    assert document["author"]["name"]


def test_correction_keeps_the_address_and_shows_both_revisions() -> None:
    old = desk.superseded_verdict()
    deliver()
    page = PublicPage.objects.get(claim=old.claim_id)
    check = check_of(page)
    assert [(r.number, r.rating_label, r.superseded_at is None) for r in check.revisions] == [
        (2, "False", True),
        (1, "Mostly true", False),
    ]
    assert [c.note for c in check.corrections] == ["We were wrong."]
    assert check.published_at == check.revisions[-1].published_at < check.modified_at
    before = build_check(old, page.slug)
    assert (before.rating.label, before.corrections) == ("Mostly true", ())


def test_retracted_page_stays_and_says_so() -> None:
    verdict = desk.retracted_verdict()
    deliver()
    page = PublicPage.objects.get(claim=verdict.claim_id)
    assert page.is_retracted
    assert check_of(page).corrections[0].kind == "retraction"


def test_rebuilding_gives_the_same_page() -> None:
    verdict = desk.published_verdict()
    deliver()
    before = PublicPage.objects.get()
    pages.rebuild_page(verdict.claim_id)
    after = PublicPage.objects.get()
    assert (after.slug, after.record, after.published_at) == (before.slug, before.record, before.published_at)


def test_claim_without_latin_letters_has_an_address() -> None:
    verdict = desk.published_verdict(desk.accepted_claim("Ракет у долині немає.", language="uk"))
    page = pages.rebuild_page(verdict.claim_id)
    assert page.slug == f"claim-{verdict.claim_id}"


def test_page_shows_frozen_wording_not_a_later_edit() -> None:
    verdict = Verdict.objects.get(pk=desk.published_verdict().pk)
    type(verdict.claim).objects.filter(pk=verdict.claim_id).update(text="Something else.")
    page = pages.rebuild_page(verdict.claim_id)
    assert check_of(page).claim_text == desk.CLAIM_TEXT
