"""Paths of people under ``/api/v1/``."""

from __future__ import annotations

from django.urls import path

from factcheck.accounts.api.people import MeView

urlpatterns = [path("users/me/", MeView.as_view(), name="me")]
