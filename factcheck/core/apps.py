"""Registers the shared foundation with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Audit, outbox, queue rows and HTTP conventions."""

    name = "factcheck.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register every app's tasks, so that web processes can enqueue them by name, and the delivery queue."""
        from factcheck.core.services import deliveries, leases

        autodiscover_modules("tasks")
        leases.register(deliveries.MACHINE)
