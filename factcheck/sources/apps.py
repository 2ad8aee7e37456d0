"""Registers sources with Django: its door, its queues and its actions."""

from __future__ import annotations

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Inquiries, context sources, the fetch queue and snapshots."""

    name = "factcheck.sources"
    label = "sources"
    default_auto_field = "django.db.models.BigAutoField"
