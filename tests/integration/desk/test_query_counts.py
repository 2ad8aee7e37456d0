"""Pages ask as many queries for twenty rows as for one."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.models import Article, Claim, Suggestion
from factcheck.sources.models import ContextSource, Fetch, Finding, Passage, Ranking
from tests.factories import desk
from tests.factories.people import person
from tests.integration.desk.conftest import SignIn

CLAIM_PAGE_QUERIES_MAX = 45


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_queue(sign_in: SignIn) -> None:
    client = sign_in("alice")
    desk.accepted_claim()
    before = _queries(client, reverse("desk:queue"))
    for number in range(20):
        desk.accepted_claim(f"Claim number {number} is checked.", tags=("a", "b"))
    assert _queries(client, reverse("desk:queue")) == before


def test_the_articles(sign_in: SignIn) -> None:
    client = sign_in("alice")
    Article.objects.create(pasted_text="Words.", added_by=person("alice"))
    before = _queries(client, reverse("desk:articles"))
    Article.objects.bulk_create(Article(pasted_text="Words.", added_by=person("alice")) for _ in range(20))
    assert _queries(client, reverse("desk:articles")) == before


def test_an_article(sign_in: SignIn) -> None:
    client = sign_in("alice")
    article = Article.objects.create(pasted_text="Words of an article. " * 50)
    _suggest(article, 0)
    before = _queries(client, reverse("desk:article", args=[article.pk]))
    for start in range(30, 630, 30):
        _suggest(article, start)
    assert _queries(client, reverse("desk:article", args=[article.pk])) == before


def test_a_claim(sign_in: SignIn) -> None:
    client = sign_in("alice")
    verdict = desk.drafted_verdict()
    claim = Claim.objects.get(pk=verdict.claim_id)
    _research(claim, 1)
    address = reverse("desk:claim", args=[claim.pk])
    before = _queries(client, address)
    assert before <= CLAIM_PAGE_QUERIES_MAX
    for number in range(2, 21):
        _research(claim, number)
    assert _queries(client, address) == before


def _suggest(article: Article, start: int) -> None:
    Suggestion.objects.create(article=article, start=start, end=start + 10, score=1, model="m", input_sha256="0" * 64)


def _research(claim: Claim, number: int) -> None:
    """Give a claim one more source with a passage that ranks, and one more piece of evidence."""
    inquiry = claim.inquiries.get().inquiry
    text = desk.page(url=f"https://ministry.example/{number}")
    source = text.snapshot.source
    Finding.objects.create(inquiry=inquiry, source=source, person=person("alice"))
    passage = Passage.objects.create(snapshot_text=text, start=0, end=20)
    Ranking.objects.create(inquiry=inquiry, passage=passage, score=0.5, model="m", input_sha256="0" * 64)
    desk.adopted_evidence(claim, text=text)
    waiting = ContextSource.objects.create(kind="web", url=f"https://waiting.example/{number}")
    Fetch.objects.create(source=waiting, host="waiting.example")
    Finding.objects.create(inquiry=inquiry, source=waiting, person=person("alice"))
