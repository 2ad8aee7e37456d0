"""All URLs of the service."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from claims.desk.views.queue import home

urlpatterns = [
    path("", home, name="home"),
    path("desk/", include("claims.desk.urls")),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("api/", include("config.api_urls")),
    path("", include("django_prometheus.urls")),
    path("", include("factcheck.core.urls")),
    path("", include("claims.public.urls")),
]
