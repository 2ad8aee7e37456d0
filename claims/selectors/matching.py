"""Claims and precedents that say much the same as a text: found by words, ordered by meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from claims.models import Claim, Match, Precedent, Verdict
from claims.workflow import ClaimState, VerdictState
from factcheck.text.ranking import rank_with_reasons

CANDIDATES_MAX = 200
RESULTS_MAX = 50
WORDS_MAX = 60
STANDING = (Match.State.CONFIRMED, Match.State.SUGGESTED, Match.State.REJECTED)
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Likeness:
    """A claim or precedent like the text asked about. ``verdict`` is empty when none is published."""

    kind: Literal["claim", "precedent"]
    id: int
    external_id: str
    text: str
    score: float
    verdict: str
    explanation: tuple[str, ...]
    model: str


def match_text(text: str, limit: int = 10, *, except_claim: int | None = None) -> list[Likeness]:
    """Return what is most like ``text``, best first, at most ``limit`` (50).

    Words are joined by OR, for a whole claim joined by AND finds nothing (FACTS.md, "Ranking"); at most 200 candidates
    are then ordered by meaning. Scores are a machine's, comparable within one answer only.
    """
    words = list(dict.fromkeys(_WORD.findall(text.lower())))[:WORDS_MAX]
    if not words:
        return []
    query = SearchQuery(" | ".join(f"'{word}'" for word in words), search_type="raw", config="english")
    found = [*_claims(query, except_claim), *_precedents(query)]
    ranked = zip(found, rank_with_reasons(text, [likeness.text for likeness in found]), strict=True)
    scored = [
        Likeness(**{**vars(found), "score": rank.score, "explanation": rank.reasons, "model": rank.model})
        for found, rank in ranked
    ]
    return sorted(scored, key=lambda likeness: -likeness.score)[: max(0, min(limit, RESULTS_MAX))]


def matches_of(claim_id: int) -> QuerySet[Match]:
    """Return the stored matches of a claim: confirmed ones, then suggestions, then rejected ones, best first.

    ``standing`` and ``ranked`` are that order without nulls, for pages to stand on.
    """
    places = [When(state=state, then=Value(place)) for place, state in enumerate(STANDING)]
    rows = Match.objects.filter(claim=claim_id).select_related("other", "precedent", "decided_by")
    ordered = rows.annotate(standing=Case(*places), ranked=Coalesce("score", Value(-1.0)))
    return ordered.order_by("standing", "-ranked", "id")


def _claims(query: SearchQuery, except_claim: int | None) -> list[Likeness]:
    vector = SearchVector("text", config="english")
    published = Verdict.objects.filter(claim=OuterRef("pk"), state=VerdictState.PUBLISHED)
    rows = Claim.objects.exclude(Q(state=ClaimState.DUPLICATE) | Q(pk=except_claim or 0))
    best = (
        rows.annotate(words=vector, verdict=Subquery(published.values("rating__label")[:1]))
        .filter(words=query)
        .order_by(SearchRank(vector, query).desc(), "-id")
    )
    found = best.values_list("pk", "text", "verdict")[: CANDIDATES_MAX // 2]
    return [Likeness("claim", pk, "", text, 0.0, verdict or "", (), "") for pk, text, verdict in found]


def _precedents(query: SearchQuery) -> list[Likeness]:
    vector = SearchVector("text", "title", "claimant", config="english")
    best = Precedent.objects.annotate(words=vector).filter(words=query)
    ordered = best.order_by(SearchRank(vector, query).desc(), "-id")
    found = ordered.values_list("pk", "external_id", "text", "rating")[: CANDIDATES_MAX // 2]
    return [Likeness("precedent", pk, external, text, 0.0, rating, (), "") for pk, external, text, rating in found]
