"""Markup that strangers put into pages, names and texts is shown as text."""

from __future__ import annotations

import pytest
from django.urls import reverse

from claims.models import Article, Suggestion
from claims.services import drafts, evidence
from claims.services.drafts import NewVerdict
from tests.factories import desk
from tests.factories.people import person
from tests.integration.desk.conftest import SignIn

MARKUP = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "<a href='javascript:alert(1)'>x</a>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "\u202etxt.exe\u202c <b>bold</b>",
)
HARMFUL = ("<script>alert", "<img src=x", "<svg/onload", "<a href='javascript:", 'href="javascript:', "<b>bold</b>")


def _assert_inert(page: str) -> None:
    assert [bad for bad in HARMFUL if bad in page] == []


@pytest.mark.parametrize("markup", MARKUP)
def test_a_claim_page_shows_markup_as_text(sign_in: SignIn, markup: str) -> None:
    claim = desk.accepted_claim(f"Claim {markup}", claimant=f"Ann {markup}"[:300], tags=(markup[:40],))
    text = desk.page(f"Before {markup} after.", url="https://ministry.example/x")
    text.title = text.publisher = markup
    text.save()
    adopted = evidence.adopt(
        claim_id=claim.pk,
        quote=evidence.Quote(snapshot_id=text.snapshot_id, start=0, end=len(text.text)),
        details=evidence.Details(stance="context", kind="secondary", note=markup, interests=markup),
        actor=person("alice"),
    )
    new = NewVerdict(rating="false", summary=markup, justification=f"{markup} [evidence:{adopted.pk}]")
    drafts.draft(claim_id=claim.pk, new=new, actor=person("alice"))
    for who in ("alice", "bob"):
        client = sign_in(who)
        _assert_inert(client.get(reverse("desk:claim", args=[claim.pk])).content.decode())
        _assert_inert(client.get(reverse("desk:queue"), {"q": markup, "tag": markup}).content.decode())
        snapshot = reverse("desk:snapshot", args=[text.snapshot_id])
        _assert_inert(client.get(snapshot, {"claim": claim.pk}).content.decode())


@pytest.mark.parametrize("markup", MARKUP)
def test_an_article_shows_markup_as_text(sign_in: SignIn, markup: str) -> None:
    article = Article.objects.create(pasted_text=f"Before {markup} after.", title=markup, publisher=markup)
    Suggestion.objects.create(
        article=article, start=0, end=12, claimant=markup, score=1, reasons=[markup], model="m", input_sha256="0" * 64
    )
    _assert_inert(sign_in("alice").get(reverse("desk:article", args=[article.pk])).content.decode())
