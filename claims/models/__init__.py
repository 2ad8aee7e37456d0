"""The newsroom's tables."""

from claims.models.article import Article, Suggestion
from claims.models.claim import (
    Appearance,
    Assignment,
    Claim,
    Claimant,
    ClaimInquiry,
    ClaimRevision,
    StageInterval,
)
from claims.models.evidence import Evidence
from claims.models.precedent import Match, Precedent
from claims.models.publication import PublicPage
from claims.models.rating import Rating, RatingScale, ReviewPolicy
from claims.models.verdict import Citation, Correction, Decision, Verdict, Vote

__all__ = [
    "Appearance",
    "Article",
    "Assignment",
    "Citation",
    "Claim",
    "ClaimInquiry",
    "ClaimRevision",
    "Claimant",
    "Correction",
    "Decision",
    "Evidence",
    "Match",
    "Precedent",
    "PublicPage",
    "Rating",
    "RatingScale",
    "ReviewPolicy",
    "StageInterval",
    "Suggestion",
    "Verdict",
    "Vote",
]
