"""/factchecks/{slug}/: what strangers read about one claim."""

from __future__ import annotations

import json
import warnings

import pytest
from django.test import Client

from claims.models import Evidence, PublicPage, Verdict
from claims.services import corrections, drafts, evidence, publication, review
from factcheck.core.services import deliveries
from tests.factories import desk
from tests.factories.people import person
from tests.integration.public.conftest import Get, page_of
from tests.unit.claims.publishing.examples import ATTACKS

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import extruct

pytestmark = pytest.mark.django_db


def claim_reviews(html: bytes) -> list[dict]:
    return extruct.extract(html, syntaxes=["json-ld"])["json-ld"]


def test_delivery_of_a_published_verdict_makes_a_page_that_machines_read_as_claimreview(get: Get) -> None:
    verdict = desk.published_verdict()
    while deliveries.run_due(time_slice_s=30):
        pass
    page = PublicPage.objects.get(claim=verdict.claim_id)
    response = get(f"/factchecks/{page.slug}/")
    (document,) = claim_reviews(response.content)
    assert document["@type"] == "ClaimReview"
    assert document["reviewRating"] == {
        "@type": "Rating",
        "alternateName": "Mostly true",
        "ratingValue": 4,
        "worstRating": 1,
        "bestRating": 5,
    }
    assert document["itemReviewed"]["text"] == desk.CLAIM_TEXT
    assert document["url"].endswith(f"/factchecks/{page.slug}/")
    assert json.loads(get(f"/factchecks/{page.slug}.json").content) == document


def test_page_shows_claim_rating_evidence_and_review(get: Get, published: PublicPage) -> None:
    html = get(f"/factchecks/{published.slug}/").content.decode()
    text = Evidence.objects.get()
    snapshot = text.snapshot_text.snapshot
    for shown in (
        desk.CLAIM_TEXT,
        "Mostly true",
        "Minister Example",
        desk.QUOTE,
        snapshot.sha256,
        "Supports the claim",
    ):
        assert shown in html
    assert "https://news.example/1" in html
    assert "https://ministry.example/a" in html
    assert published.record["rating"]["explanation"] in html
    assert "1\n      independent reviewer of at most 3" in html
    assert f"/factchecks/{published.slug}/revisions/1/" in html


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_markup_stays_inert(get: Get, attack: str) -> None:
    attack = attack.replace("\x00", "").replace("\ud800", "")
    claim = desk.accepted_claim(f"A claim {attack}", claimant=f"Name {attack}"[:200])
    cited = evidence.adopt(
        claim_id=claim.pk,
        quote=evidence.Quote(snapshot_id=desk.page(f"Before. {attack} After.").snapshot_id, exact=attack),
        details=evidence.Details(stance="supports", kind="official", note=attack, interests=attack),
        actor=person("alice"),
    )
    new = drafts.NewVerdict(rating="false", summary=attack, justification=attack, evidence=[cited.pk])
    draft = drafts.draft(claim_id=claim.pk, new=new, actor=person("alice"))
    review.submit(verdict_id=draft.pk, actor=person("alice"))
    review.vote(verdict_id=draft.pk, rating="false", actor=person("bob"))
    page = page_of(publication.publish(verdict_id=draft.pk, actor=person("carol")))
    for path in (f"/factchecks/{page.slug}/", "/factchecks/", f"/factchecks/{page.slug}/revisions/1/"):
        tree = extruct_tree(get(path).content)
        scripts = tree.xpath("//script")
        assert all(script.get("type") == "application/ld+json" for script in scripts)
        assert not tree.xpath(
            "//img | //svg | //iframe | //math | //details | //style | //@*[starts-with(name(), 'on')]"
        )
        links = tree.xpath("//@href")
        assert not [link for link in links if link.split(":")[0].strip().lower() in {"javascript", "data"}]
    (document,) = claim_reviews(get(f"/factchecks/{page.slug}/").content)
    assert document["@type"] == "ClaimReview"


def extruct_tree(content: bytes):
    from lxml import html

    return html.fromstring(content.decode())


def test_json_ld_needs_no_leave_from_the_content_security_policy(get: Get, published: PublicPage) -> None:
    response = get(f"/factchecks/{published.slug}/")
    assert "unsafe-inline" not in response["Content-Security-Policy"]
    assert b"style=" not in response.content


def test_retracted_page_stays_and_says_so_without_claimreview(get: Get, retracted: PublicPage) -> None:
    html = get(f"/factchecks/{retracted.slug}/").content
    assert b"We retracted this fact-check" in html
    assert b"It was a hoax." in html
    assert claim_reviews(html) == []
    gone = get(f"/factchecks/{retracted.slug}.json", status=410)
    assert gone["Content-Type"] == "application/problem+json"


def test_correction_keeps_the_address_and_the_old_revision_readable(get: Get, corrected: PublicPage) -> None:
    html = get(f"/factchecks/{corrected.slug}/").content
    (document,) = claim_reviews(html)
    assert document["reviewRating"]["alternateName"] == "False"
    assert document["correction"][0]["text"] == "We were wrong."
    assert b"We were wrong." in html
    old = get(f"/factchecks/{corrected.slug}/revisions/1/").content.decode()
    assert "It no longer stands" in old
    assert "verdict-mostly_true" in old
    assert "verdict-false" not in old
    assert desk.QUOTE in old
    assert claim_reviews(old.encode()) == []
    assert "the latest" in get(f"/factchecks/{corrected.slug}/revisions/2/").content.decode()
    get(f"/factchecks/{corrected.slug}/revisions/3/", status=404)


def test_slug_stays_when_a_correction_changes_the_wording(published: PublicPage) -> None:
    verdict = Verdict.objects.get(state="published")
    draft = corrections.correct(verdict_id=verdict.pk, kind="factual_error", note="Wording.", actor=person("carol"))
    type(draft.claim).objects.filter(pk=draft.claim_id).update(text="Worded otherwise.")
    review.submit(verdict_id=draft.pk, actor=person("carol"))
    review.vote(verdict_id=draft.pk, rating="mostly_true", actor=person("bob"))
    page = page_of(publication.publish(verdict_id=draft.pk, actor=person("clara")))
    assert page.slug == published.slug
    assert page.record["claim_text"] == "Worded otherwise."
    assert page.record["earlier"][0]["claim_text"] == desk.CLAIM_TEXT


def test_page_is_one_query_and_sets_nothing_private(
    client: Client, corrected: PublicPage, django_assert_num_queries
) -> None:
    for path in ("", "revisions/1/"):
        with django_assert_num_queries(1):
            response = client.get(f"/factchecks/{corrected.slug}/{path}")
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies
        assert response["Cache-Control"] == "public, max-age=60"
        assert b"csrf" not in response.content


def test_page_is_the_same_for_who_is_signed_in_elsewhere(client: Client, published: PublicPage) -> None:
    path = f"/factchecks/{published.slug}/"
    stranger = client.get(path).content
    client.force_login(person("alice", time_zone="Asia/Tokyo"))
    assert client.get(path).content == stranger


def test_reader_who_has_the_page_gets_304_until_it_changes(get: Get, client: Client, published: PublicPage) -> None:
    path = f"/factchecks/{published.slug}/"
    first = get(path)
    for header, name in (("ETag", "if-none-match"), ("Last-Modified", "if-modified-since")):
        again = get(path, status=304, headers={name: first[header]})
        assert not again.content
        assert again["Cache-Control"] == "public, max-age=60"
    desk.retracted_verdict(Verdict.objects.get(state="published"))
    page_of(Verdict.objects.get())
    assert b"retracted" in get(path, headers={"if-none-match": first["ETag"]}).content
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_unknown_fact_check_is_404(get: Get, published: PublicPage) -> None:
    get("/factchecks/nothing/", status=404)
    get("/factchecks/nothing.json", status=404)
