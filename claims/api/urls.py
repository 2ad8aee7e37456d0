"""Paths of the newsroom under ``/api/v1/``."""

from __future__ import annotations

from django.urls import path

from claims.api.articles import views as articles
from claims.api.claims import moves as claim_moves
from claims.api.claims import views as claims
from claims.api.evidence import views as evidence
from claims.api.reference import stats
from claims.api.reference import views as reference
from claims.api.research.inquiry import InquiryView
from claims.api.research.matches import ClaimMatchesView, MatchView
from claims.api.research.passages import ClaimPassagesView
from claims.api.research.sources import ClaimSourcesView
from claims.api.research.stream import InquiryStreamView
from claims.api.verdicts import moves as verdict_moves
from claims.api.verdicts import views as verdicts

urlpatterns = [
    path("articles/", articles.ArticlesView.as_view()),
    path("articles/<id:pk>/", articles.ArticleView.as_view()),
    path("articles/<id:pk>/suggestions/", articles.ArticleSuggestionsView.as_view()),
    path("suggestions/<id:pk>/accept/", articles.AcceptSuggestionView.as_view()),
    path("suggestions/<id:pk>/dismiss/", articles.DismissSuggestionView.as_view()),
    path("claims/", claims.ClaimsView.as_view()),
    path("claims/match/", MatchView.as_view()),
    path("claims/<id:pk>/", claims.ClaimView.as_view()),
    path("claims/<id:pk>/accept/", claim_moves.AcceptView.as_view()),
    path("claims/<id:pk>/decline/", claim_moves.DeclineView.as_view()),
    path("claims/<id:pk>/mark-duplicate/", claim_moves.MarkDuplicateView.as_view()),
    path("claims/<id:pk>/split/", claim_moves.SplitView.as_view()),
    path("claims/<id:pk>/reopen/", claim_moves.ReopenView.as_view()),
    path("claims/<id:pk>/assign/", claim_moves.AssignView.as_view()),
    path("claims/<id:pk>/unassign/", claim_moves.UnassignView.as_view()),
    path("claims/<id:pk>/matches/", ClaimMatchesView.as_view()),
    path("claims/<id:pk>/inquiry/", InquiryView.as_view()),
    path("claims/<id:pk>/inquiry/stream", InquiryStreamView.as_view()),
    path("claims/<id:pk>/sources/", ClaimSourcesView.as_view()),
    path("claims/<id:pk>/passages/", ClaimPassagesView.as_view()),
    path("claims/<id:pk>/evidence/", evidence.ClaimEvidenceView.as_view()),
    path("claims/<id:pk>/verdicts/", verdicts.ClaimVerdictsView.as_view()),
    path("claims/<id:pk>/events/", reference.ClaimEventsView.as_view()),
    path("evidence/<id:pk>/", evidence.EvidenceView.as_view()),
    path("evidence/<id:pk>/withdraw/", evidence.WithdrawEvidenceView.as_view()),
    path("verdicts/<id:pk>/", verdicts.VerdictView.as_view()),
    path("verdicts/<id:pk>/submit/", verdict_moves.SubmitView.as_view()),
    path("verdicts/<id:pk>/vote/", verdict_moves.VoteView.as_view()),
    path("verdicts/<id:pk>/return/", verdict_moves.ReturnView.as_view()),
    path("verdicts/<id:pk>/withdraw/", verdict_moves.WithdrawView.as_view()),
    path("verdicts/<id:pk>/adjudicate/", verdict_moves.AdjudicateView.as_view()),
    path("verdicts/<id:pk>/publish/", verdict_moves.PublishView.as_view()),
    path("verdicts/<id:pk>/correct/", verdict_moves.CorrectView.as_view()),
    path("verdicts/<id:pk>/retract/", verdict_moves.RetractView.as_view()),
    path("verdicts/<id:pk>/abandon/", verdict_moves.AbandonView.as_view()),
    path("ratings/", reference.RatingsView.as_view()),
    path("claimants/", reference.ClaimantsView.as_view()),
    path("claimants/<id:pk>/", reference.ClaimantView.as_view()),
    path("precedents/", reference.PrecedentsView.as_view()),
    path("precedents/<id:pk>/", reference.PrecedentView.as_view()),
    path("corrections/", reference.CorrectionsView.as_view()),
    path("corrections/<id:pk>/", reference.CorrectionView.as_view()),
    path("stats/", stats.StatsView.as_view()),
]
