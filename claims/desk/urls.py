"""Addresses of the desk's pages."""

from __future__ import annotations

from django.urls import path

from claims.desk.views import articles, claims, queue, snapshots

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("settings/", queue.settings, name="settings"),
    path("claims/new/", queue.new_claim, name="new-claim"),
    path("claims/<int:claim_id>/", claims.claim, name="claim"),
    path("claims/<int:claim_id>/live/sources/", claims.live_sources, name="live-sources"),
    path("claims/<int:claim_id>/live/passages/", claims.live_passages, name="live-passages"),
    path("claims/<int:claim_id>/sources/<int:source_id>/<slug:name>/", claims.source_action, name="source-action"),
    path("claims/<int:object_id>/do/<slug:name>/", claims.claim_action, name="claim-action"),
    path("verdicts/<int:object_id>/do/<slug:name>/", claims.verdict_action, name="verdict-action"),
    path("evidence/<int:object_id>/do/<slug:name>/", claims.evidence_action, name="evidence-action"),
    path("articles/", articles.articles, name="articles"),
    path("articles/new/", articles.new_article, name="new-article"),
    path("articles/<int:article_id>/", articles.article, name="article"),
    path("suggestions/<int:suggestion_id>/<slug:name>/", articles.suggestion_action, name="suggestion-action"),
    path("snapshots/<int:snapshot_id>/", snapshots.snapshot, name="snapshot"),
]
