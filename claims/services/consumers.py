"""What the newsroom does when something happened elsewhere: consumers of outbox topics.

Each must give one result however often its message comes.
"""

from __future__ import annotations

from typing import Any

from claims.models import Article
from claims.selectors.matching import Likeness
from claims.services import articles, matching, pages, suggestions
from factcheck.core.services.outbox import Consumer, Payload

SNAPSHOT_EXTRACTED = "snapshot.extracted"


def _read(payload: Payload, _: Any) -> None:
    articles.give_text(source_id=payload["source_id"], snapshot_text_id=payload["snapshot_text_id"])


def _search(payload: Payload) -> suggestions.Found | None:
    return suggestions.look_for_claims(payload["article_id"])


def _suggest(payload: Payload, found: suggestions.Found | None) -> None:
    if found is not None and Article.objects.filter(pk=payload["article_id"]).exists():
        suggestions.store_suggestions(payload["article_id"], found)


def _rebuild(payload: Payload, _: Any) -> None:
    pages.rebuild_page(payload["claim_id"])


def _compare(payload: Payload) -> list[Likeness]:
    return matching.likenesses_of(payload["claim_id"])


def _match(payload: Payload, found: list[Likeness]) -> None:
    matching.store_matches(payload["claim_id"], found)


CONSUMERS = (
    Consumer(topic=SNAPSHOT_EXTRACTED, name="claims.article_text", apply=_read),
    Consumer(topic=articles.READABLE_TOPIC, name="claims.suggestions", apply=_suggest, prepare=_search),
    Consumer(topic="claim.submitted", name="claims.matches", apply=_match, prepare=_compare),
    Consumer(topic="verdict.published", name="claims.public_page", apply=_rebuild),
    Consumer(topic="verdict.retracted", name="claims.public_page_retracted", apply=_rebuild),
)
