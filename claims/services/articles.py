"""Take articles in: pasted text at once, an address through the fetch queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from claims.models import Article
from claims.models.article import ARTICLE_MAX_WORDS
from claims.services.inputs import Problems
from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.core.errors import TooLarge
from factcheck.core.services import audit, outbox
from factcheck.sources.models import ContextSource, SnapshotText
from factcheck.sources.services.requests import request_url
from factcheck.text.language import identify
from factcheck.text.limits import TextTooLong, require_size

READABLE_TOPIC = "article.readable"


@dataclass(frozen=True)
class NewArticle:
    """An article as a person gives it: its text, an address to read it from, or a file already uploaded as a source."""

    url: str = ""
    title: str = ""
    text: str = ""
    publisher: str = ""
    published_at: datetime | None = None
    language: str = ""
    upload: ContextSource | None = None


@transaction.atomic
def add_article(*, new: NewArticle, actor: User) -> Article:
    """Return the new article. One without a text of its own has none until its address was fetched.

    Raises:
        NotPermitted: the actor is no fact-checker.
        Invalid: neither text nor address, or a field breaks a rule or limit.
        TooLarge: more than 200,000 words.
    """
    policy.require("article.add", actor)
    _judge(new)
    source = _source(new, actor=actor)
    read = SnapshotText.objects.filter(snapshot__source=source).first() if source else None
    article = Article(
        url=new.url,
        title=new.title,
        publisher=new.publisher,
        published_at=new.published_at,
        language=new.language or (identify(new.text) or "" if new.text else ""),
        pasted_text=new.text,
        source=source,
        added_by=actor,
    )
    if read is not None:
        fill_in(article, read)
    article.save()
    data = {"article": article.pk, "source": source.pk if source else None}
    audit.record(audit.DESK, "article.added", actor=actor, obj=article, data=data)
    if article.text:
        announce_text(article)
    return article


@transaction.atomic
def give_text(*, source_id: int, snapshot_text_id: int) -> list[Article]:
    """Return the articles that waited for ``source_id`` to be read, now with the text of its snapshot."""
    _locked(source_id)
    waiting = Article.objects.filter(source=source_id, snapshot_text=None).order_by("pk").select_for_update()
    text = SnapshotText.objects.get(pk=snapshot_text_id)
    articles = list(waiting)
    for article in articles:
        fill_in(article, text)
        article.version += 1
        article.save()
        audit.record(audit.DESK, "article.read", actor=None, obj=article, data={"snapshot_text": text.pk})
        announce_text(article)
    return articles


def fill_in(article: Article, text: SnapshotText) -> None:
    """Attach the text that was read, and what the page says of itself where no person said it."""
    article.snapshot_text = text
    article.title = article.title or text.title
    article.publisher = article.publisher or text.publisher
    article.published_at = article.published_at or text.published_at
    article.language = article.language or text.language


def announce_text(article: Article) -> None:
    """Tell the outbox that the text of ``article`` is there to be searched for claims."""
    outbox.add(READABLE_TOPIC, {"article_id": article.pk})


def _source(new: NewArticle, *, actor: User) -> ContextSource | None:
    if new.text:
        return None
    return _locked((new.upload or request_url(url=new.url, actor=actor)).pk)


def _locked(source_id: int) -> ContextSource:
    """Return the source, locked: an article that is just being added is seen by the reader, or sees the text."""
    return ContextSource.objects.select_for_update().get(pk=source_id)


def _judge(new: NewArticle) -> None:
    problems = Problems()
    if not new.text.strip() and not new.url and new.upload is None:
        problems.add("text", "Give the text or an address.")
    if new.url:
        problems.url("url", new.url)
    problems.text("title", new.title, at_most=500)
    problems.text("publisher", new.publisher, at_most=300)
    problems.text("language", new.language, at_most=12)
    problems.text("text", new.text, at_most=ARTICLE_MAX_WORDS * 50)
    problems.refuse()
    try:
        require_size(new.text, ARTICLE_MAX_WORDS)
    except TextTooLong as error:
        raise TooLarge(f"An article may have {ARTICLE_MAX_WORDS:,} words.") from error
