"""Version 1 of the REST API: every app's paths under ``/api/v1/``, and the page that shows them."""

from __future__ import annotations

from django.urls import include, path, register_converter

from factcheck.core.api.docs import docs
from factcheck.core.api.paths import IdConverter

register_converter(IdConverter, "id")

urlpatterns = [
    path("docs/", docs, name="api-docs"),
    path("v1/", include("factcheck.accounts.api.urls")),
    path("v1/", include("factcheck.sources.api.urls")),
    path("v1/", include("claims.api.urls")),
]
