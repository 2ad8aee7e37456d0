"""Claims the machine finds in articles: written as suggestions, accepted or dismissed by people."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

import factcheck
from claims import anchors
from claims.models import Appearance, Article, Claim, Suggestion
from claims.models.claim import CLAIM_MAX_CHARACTERS
from claims.services import moves
from claims.services.claims import NewClaim, claimant_named, create
from claims.services.inputs import Problems
from claims.workflow import SUGGESTION_MOVES, Move, named
from factcheck.accounts.models import User
from factcheck.core.errors import NotFound
from factcheck.core.services import audit
from factcheck.text.suggestions import SuggestedClaim, find_claims

MODEL = f"factcheck.text.suggestions {factcheck.__version__}"


@dataclass(frozen=True)
class Found:
    """What the machine found in the text with this digest."""

    text_sha256: str
    claims: Sequence[SuggestedClaim]


def look_for_claims(article_id: int) -> Found | None:
    """Return the claims found in an article's text; None when the article is gone. Slow: no transaction is held."""
    article = Article.objects.select_related("snapshot_text").filter(pk=article_id).first()
    if article is None:
        return None
    digest = hashlib.sha256(article.text.encode()).hexdigest()
    return Found(digest, find_claims(article.text))


def store_suggestions(article_id: int, found: Found) -> None:
    """Write what was found as suggestions of the article in the current transaction; twice gives one result."""
    article = Article.objects.select_for_update().get(pk=article_id)
    rows = [_suggestion(article, claim, found.text_sha256) for claim in found.claims]
    Suggestion.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    article.suggested_at = timezone.now()
    article.save(update_fields=["suggested_at"])


@transaction.atomic
def accept(*, suggestion_id: int, actor: User, text: str = "") -> Claim:
    """Return the claim made of the suggestion: its first appearance is the sentence in the article.

    Args:
        suggestion_id: of the open suggestion.
        actor: a fact-checker.
        text: the claim's wording, where it should differ from the sentence.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
        Invalid: the wording is empty or longer than a claim may be.
    """
    suggestion, row = require(suggestion_id, "accept", actor)
    found = anchors.at(suggestion.article.text, start=suggestion.start, end=suggestion.end)
    wording = text.strip() or found.exact
    problems = Problems()
    problems.text("text", wording, at_most=CLAIM_MAX_CHARACTERS, is_required=True)
    problems.refuse()
    new = NewClaim(text=wording, language=suggestion.article.language)
    claim = create(new, actor=actor, data={"suggestion": suggestion.pk})
    _appear(claim, suggestion, found)
    suggestion.claim = claim
    _decide(suggestion, row, actor=actor)
    moves.tell(claim, suggestion, moves.Event("suggestion.accepted", actor, {"suggestion": suggestion.pk}))
    return claim


@transaction.atomic
def dismiss(*, suggestion_id: int, actor: User) -> Suggestion:
    """Return the suggestion, dismissed.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
    """
    suggestion, row = require(suggestion_id, "dismiss", actor)
    _decide(suggestion, row, actor=actor)
    audit.record(audit.DESK, "suggestion.dismissed", actor=actor, obj=suggestion)
    return suggestion


@transaction.atomic
def reopen(*, suggestion_id: int, actor: User) -> Suggestion:
    """Return the dismissed suggestion to open.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
    """
    suggestion, row = require(suggestion_id, "reopen", actor)
    suggestion.state = row.target
    suggestion.decided_by, suggestion.decided_at = None, None
    suggestion.save(update_fields=["state", "decided_by", "decided_at"])
    audit.record(audit.DESK, "suggestion.reopened", actor=actor, obj=suggestion)
    return suggestion


def require(suggestion_id: int, name: str, actor: User) -> tuple[Suggestion, Move]:
    """Return the suggestion, locked in the current transaction, and the row that lets ``actor`` do ``name`` with it.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
    """
    rows = Suggestion.objects.select_for_update(of=("self",)).select_related("article__snapshot_text")
    suggestion = rows.filter(pk=suggestion_id).first()
    if suggestion is None:
        raise NotFound("There is no such suggestion.")
    situation = moves.Situation(suggestion.state, 1, {})
    return suggestion, moves.require(named(SUGGESTION_MOVES, name), situation, actor=actor)


def _decide(suggestion: Suggestion, row: Move, *, actor: User) -> None:
    suggestion.state = row.target
    suggestion.decided_by, suggestion.decided_at = actor, timezone.now()
    suggestion.save(update_fields=["state", "claim", "decided_by", "decided_at"])


def _appear(claim: Claim, suggestion: Suggestion, found: anchors.Anchor) -> None:
    article = suggestion.article
    Appearance.objects.create(
        claim=claim,
        article=article,
        url=article.url,
        quote=found.exact[:5000],
        prefix=found.prefix,
        suffix=found.suffix,
        start=found.start,
        end=found.end,
        claimant=claimant_named(suggestion.claimant),
        said_on=article.published_at.date() if article.published_at else None,
        is_first=True,
    )


def _suggestion(article: Article, claim: SuggestedClaim, text_sha256: str) -> Suggestion:
    return Suggestion(
        article=article,
        start=claim.start,
        end=claim.end,
        claimant=(claim.claimant or "")[:300],
        cue=(claim.cue or "")[:100],
        score=claim.score,
        reasons=list(claim.reasons),
        model=MODEL,
        input_sha256=text_sha256,
    )
