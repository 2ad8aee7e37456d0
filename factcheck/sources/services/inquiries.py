"""Open an inquiry: freeze what is asked, write a lookup a provider and a fetch an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from factcheck.accounts import policy
from factcheck.core.errors import Invalid
from factcheck.core.services import audit
from factcheck.core.services.enqueue import enqueue
from factcheck.sources.models import Inquiry, Lookup, Provider
from factcheck.sources.models.inquiry import CLAIM_MAX_CHARACTERS
from factcheck.sources.services.queues import SEARCH_TASK
from factcheck.sources.services.requests import canonical, request_url

URLS_A_ROUND = 50


@dataclass(frozen=True)
class Question:
    """What to ask of whom.

    Args:
        text: the claim as it reads now, at most 2,000 characters.
        language: BCP 47, empty when unknown.
        since: first day that documents may be of; None is open.
        until: last day, likewise.
        providers: whom to ask; None asks all that are enabled.
        query: words for the providers instead of the text.
        urls: pages people name, at most 50.
    """

    text: str
    language: str = ""
    since: date | None = None
    until: date | None = None
    providers: Sequence[Provider] | None = None
    query: str = ""
    urls: Sequence[str] = ()


@transaction.atomic
def open_inquiry(question: Question, *, actor: Any) -> Inquiry:
    """Return a new inquiry with its lookups and fetches queued in this transaction.

    Raises:
        NotPermitted: ``inquiry.open`` is not the actor's.
        Invalid: by field.
    """
    policy.require("inquiry.open", actor)
    _require_limits(question)
    inquiry = Inquiry.objects.create(
        text=question.text,
        language=question.language,
        since=question.since,
        until=question.until,
        opened_by=actor,
    )
    lookups = _write_lookups(inquiry, question)
    for url in sorted(question.urls, key=canonical):
        request_url(url=url, actor=actor, inquiry=inquiry)
    data = {"providers": [row.provider_id for row in lookups], "urls": len(question.urls)}
    audit.record(f"inquiry:{inquiry.pk}", "inquiry.opened", actor=actor, obj=inquiry, data=data)
    return inquiry


def _write_lookups(inquiry: Inquiry, question: Question) -> list[Lookup]:
    asked = Provider.objects.filter(is_enabled=True) if question.providers is None else question.providers
    words = question.query.strip() or question.text
    rows = [Lookup(inquiry=inquiry, provider=provider, query=words) for provider in sorted(asked, key=lambda p: p.pk)]
    Lookup.objects.bulk_create(rows)
    if rows:
        enqueue(SEARCH_TASK)
    return rows


def _require_limits(question: Question) -> None:
    if not question.text.strip():
        raise Invalid({"text": ["Say what to ask about."]})
    for field, value in (("text", question.text), ("query", question.query)):
        if len(value) > CLAIM_MAX_CHARACTERS:
            raise Invalid({field: [f"At most {CLAIM_MAX_CHARACTERS} characters."]})
    if len(question.urls) > URLS_A_ROUND:
        raise Invalid({"urls": [f"At most {URLS_A_ROUND} addresses a round."]})
    if question.since and question.until and question.since > question.until:
        raise Invalid({"until": ["The window ends before it begins."]})
