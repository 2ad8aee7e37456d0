"""Paths of the shared foundation, mounted at the root."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from factcheck.core import health
from factcheck.core.api import pages

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("problems/", pages.index, name="problems"),
    path("problems/<slug:slug>", pages.detail, name="problem"),
]
