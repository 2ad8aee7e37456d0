"""Registers the Celery app with every Django process, so that ``current_app`` is ours wherever a bell is rung."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """How the house runs; no models."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        """Make the Celery app the current one."""
        import_module("config.celery")
