"""The desk as people use it: with a browser, by keyboard and by form."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from claims.models import Article, Claim, Suggestion, Verdict
from claims.services import sources
from factcheck.sources.models import Fetch
from tests.e2e.conftest import SignInHere
from tests.factories import desk
from tests.factories.people import person

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]


def test_a_suggestion_is_accepted_by_keyboard_alone(sign_in_here: SignInHere) -> None:
    page = sign_in_here("alice")
    article = Article.objects.create(pasted_text="Rain fell. The mayor said the bridge is safe.", title="Bridge news")
    Suggestion.objects.create(article=article, start=11, end=45, score=0.9, model="m", input_sha256="0" * 64)
    page.goto(f"/desk/articles/{article.pk}/")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("Accepted: it is a claim in the queue now.")).to_be_visible()
    assert Claim.objects.get().text == "The mayor said the bridge is safe."


def test_states_of_sources_change_without_a_reload(sign_in_here: SignInHere) -> None:
    page = sign_in_here("alice")
    claim = desk.accepted_claim()
    sources.add_url(claim_id=claim.pk, url="https://paper.example/1", actor=person("alice"))
    page.goto(f"/desk/claims/{claim.pk}/")
    state = page.locator("#source-list [data-state]")
    expect(state).to_have_text("queued")
    Fetch.objects.update(state="failed", reason="timeout", finished_at=timezone.now())
    expect(state).to_have_text("failed", timeout=15_000)
    expect(page.get_by_text("The server was too slow.")).to_be_visible()


def test_two_people_bring_a_verdict_to_publication(sign_in_here: SignInHere) -> None:
    alice = sign_in_here("alice")
    claim = desk.accepted_claim()
    cited = desk.adopted_evidence(claim)
    address = f"/desk/claims/{claim.pk}/"
    alice.goto(address)
    alice.get_by_text("Draft a verdict", exact=True).first.click()
    form = alice.locator("#draft-form")
    form.get_by_label("Rating").select_option("true")
    form.get_by_label("Summary").fill("It is so.")
    form.get_by_label("Justification").fill("The record says it ")
    alice.get_by_role("button", name="Cite in the draft").click()
    expect(form.get_by_label("Justification")).to_have_value(f"The record says it [evidence:{cited.pk}]")
    form.get_by_role("button", name="Save the draft").click()
    alice.get_by_role("button", name="Submit for review").click()
    alice.locator("#confirm").get_by_role("button", name="Yes").click()
    expect(alice.get_by_text("Submitted: a second person decides now.")).to_be_visible()

    carol = sign_in_here("carol")
    carol.goto(address)
    carol.locator("summary", has_text="Vote").click()
    carol.get_by_label("Your own rating").select_option("true")
    carol.get_by_role("button", name="Vote", exact=True).click()
    carol.get_by_role("button", name="Publish").click()
    carol.locator("#confirm").get_by_role("button", name="Yes").click()
    expect(carol.get_by_text("Published. The public page follows in a moment.")).to_be_visible()
    assert Verdict.objects.get().state == "published"
