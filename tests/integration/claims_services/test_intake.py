"""Articles come in, their claims are suggested, people decide."""

from __future__ import annotations

import pytest

from claims.models import Article, Claim, Suggestion
from claims.services import articles, suggestions
from claims.services.articles import NewArticle
from factcheck.core.errors import Invalid, NotAllowedInState, NotPermitted, TooLarge
from factcheck.core.models import Delivery
from factcheck.core.services import deliveries, outbox
from factcheck.sources.models import ContextSource, Fetch
from tests.factories import desk
from tests.factories.people import person

pytestmark = pytest.mark.django_db

TEXT = (
    "The talks began on Tuesday.\n\n"
    "Minister Jane Smith said that unemployment fell by 12 percent in 2021. "
    "The city spent 4 million euros on the bridge last year, according to the report.\n"
)


def deliver() -> None:
    """Deliver every waiting message, and what follows from it."""
    while deliveries.run_due(time_slice_s=30):
        pass


def article_with_suggestions() -> Article:
    article = articles.add_article(new=NewArticle(title="Talks", text=TEXT), actor=person("alice"))
    deliver()
    article.refresh_from_db()
    return article


def test_pasted_article_gets_suggestions_that_quote_it_exactly() -> None:
    article = article_with_suggestions()
    assert article.suggested_at is not None
    assert article.language == "en"
    found = list(article.suggestions.order_by("start"))
    assert len(found) == 2
    assert TEXT[found[0].start : found[0].end].startswith("Minister Jane Smith said")
    assert found[0].claimant == "Jane Smith"


def test_message_delivered_twice_suggests_once() -> None:
    article = article_with_suggestions()
    outbox.add(articles.READABLE_TOPIC, {"article_id": article.pk})
    deliver()
    assert article.suggestions.count() == 2


def test_address_goes_through_the_queue_and_its_text_arrives_with_the_snapshot() -> None:
    article = articles.add_article(new=NewArticle(url="https://news.example/a"), actor=person("alice"))
    assert (article.text, Fetch.objects.get(source=article.source).state) == ("", "queued")
    Fetch.objects.filter(source=article.source).delete()
    text = desk.page(TEXT, url=article.source.url)
    outbox.add("snapshot.extracted", {"snapshot_text_id": text.pk, "source_id": article.source_id})
    deliver()
    article = Article.objects.get(pk=article.pk)
    assert (article.text, article.title, article.publisher) == (TEXT, "Ministry", "Ministry of Example")
    assert article.suggestions.count() == 2


def test_address_that_was_read_before_gives_its_text_at_once() -> None:
    text = desk.page(TEXT, url="https://news.example/a")
    article = articles.add_article(new=NewArticle(url="https://news.example/a"), actor=person("alice"))
    assert article.snapshot_text == text


def test_accepted_suggestion_becomes_a_claim_with_its_first_appearance() -> None:
    suggestion = article_with_suggestions().suggestions.order_by("start").first()
    claim = suggestions.accept(suggestion_id=suggestion.pk, actor=person("alice"))
    appearance = claim.appearances.get()
    assert claim.text == TEXT[suggestion.start : suggestion.end] == appearance.quote
    assert (appearance.is_first, appearance.article_id) == (True, suggestion.article_id)
    assert appearance.claimant.name == "Jane Smith"
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.claim) == ("accepted", claim)


def test_suggestion_is_decided_once_and_a_dismissal_can_be_undone() -> None:
    suggestion = article_with_suggestions().suggestions.first()
    suggestions.dismiss(suggestion_id=suggestion.pk, actor=person("alice"))
    with pytest.raises(NotAllowedInState):
        suggestions.accept(suggestion_id=suggestion.pk, actor=person("alice"))
    assert not Claim.objects.exists()
    suggestions.reopen(suggestion_id=suggestion.pk, actor=person("alice"))
    assert Suggestion.objects.get(pk=suggestion.pk).state == "open"


def test_viewer_adds_no_article() -> None:
    with pytest.raises(NotPermitted):
        articles.add_article(new=NewArticle(text=TEXT), actor=person("vera"))
    assert not Article.objects.exists()


def test_article_needs_text_or_address() -> None:
    with pytest.raises(Invalid):
        articles.add_article(new=NewArticle(title="Empty"), actor=person("alice"))
    assert not ContextSource.objects.exists()


def test_article_beyond_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge, match="200,000 words"):
        articles.add_article(new=NewArticle(text="a " * 200_001), actor=person("alice"))
    assert not Delivery.objects.exists()
