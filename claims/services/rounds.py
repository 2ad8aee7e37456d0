"""Rounds of inquiry: ask providers and fetch given addresses for a claim."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max

from claims.models import Claim, ClaimInquiry
from claims.services import moves
from claims.services.inputs import Problems
from factcheck.accounts.models import User
from factcheck.core.errors import Invalid
from factcheck.sources.models import Provider
from factcheck.sources.services.inquiries import Question, open_inquiry

URLS_MAX = 50
QUERY_MAX_CHARACTERS = 2000


@transaction.atomic
def open_round(
    *,
    claim_id: int,
    actor: User,
    provider_ids: Sequence[int] | None = None,
    urls: Sequence[str] = (),
    query: str = "",
) -> ClaimInquiry:
    """Return a further round of the accepted claim, with its lookups and fetches queued.

    Args:
        claim_id: of the claim.
        actor: who asks.
        provider_ids: whom to ask; None means every enabled provider, empty means nobody.
        urls: addresses to fetch besides.
        query: what to ask instead of the claim's text.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
        Invalid: an unknown or disabled provider, more than 50 addresses, a bad address, or too long a query.
    """
    claim = moves.lock_claim(claim_id)
    moves.require_claim(claim, "open_round", actor=actor)
    problems = Problems()
    problems.text("query", query, at_most=QUERY_MAX_CHARACTERS)
    if len(urls) > URLS_MAX:
        problems.add("urls", f"The limit is {URLS_MAX} addresses a round.")
    for url in urls[:URLS_MAX]:
        problems.url("urls", url)
    problems.refuse()
    providers = None if provider_ids is None else _enabled(provider_ids)
    return start_round(claim, actor=actor, providers=providers, query=query, urls=urls)


def start_round(
    claim: Claim,
    *,
    actor: User,
    providers: Sequence[Provider] | None = None,
    query: str = "",
    urls: Sequence[str] = (),
) -> ClaimInquiry:
    """Open the next inquiry of the locked ``claim`` in the current transaction; input is judged already."""
    question = Question(text=claim.text, language=claim.language, providers=providers, query=query, urls=urls)
    inquiry = open_inquiry(question, actor=actor)
    last = claim.inquiries.aggregate(last=Max("round"))["last"] or 0
    opened = ClaimInquiry.objects.create(claim=claim, inquiry=inquiry, round=last + 1)
    data = {"inquiry": inquiry.pk, "round": opened.round}
    moves.tell(claim, opened, moves.Event("claim.round_opened", actor, data))
    return opened


def _enabled(provider_ids: Sequence[int]) -> list[Provider]:
    found = list(Provider.objects.filter(pk__in=provider_ids, is_enabled=True))
    if len(found) < len(set(provider_ids)):
        raise Invalid({"providers": ["Choose among the enabled providers."]})
    return found
