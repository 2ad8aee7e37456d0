"""Paths of sources under ``/api/v1/``."""

from __future__ import annotations

from django.urls import path

from factcheck.sources.api import views

urlpatterns = [
    path("sources/<id:pk>/", views.SourceView.as_view(), name="source"),
    path("sources/<id:pk>/retry/", views.RetryView.as_view(), name="source-retry"),
    path("sources/<id:pk>/give-up/", views.GiveUpView.as_view(), name="source-give-up"),
    path("snapshots/<id:pk>/", views.SnapshotView.as_view(), name="snapshot"),
    path("snapshots/<id:pk>/content", views.ContentView.as_view(), name="snapshot-content"),
    path("snapshots/<id:pk>/text", views.TextView.as_view(), name="snapshot-text"),
    path("snapshots/<id:pk>/warc", views.WarcView.as_view(), name="snapshot-warc"),
    path("providers/", views.ProvidersView.as_view(), name="providers"),
    path("providers/<id:pk>/", views.ProviderView.as_view(), name="provider"),
]
