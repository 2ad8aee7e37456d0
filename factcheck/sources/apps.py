"""Registers sources with Django: its door, its queues and its actions."""

from __future__ import annotations

from django.apps import AppConfig
from django.conf import settings

import factcheck


class SourcesConfig(AppConfig):
    """Inquiries, context sources, the fetch queue and snapshots."""

    name = "factcheck.sources"
    label = "sources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Open the door as settings say, put the queues under the sweeper's care, register the actions."""
        from factcheck.accounts import policy
        from factcheck.core.services import leases
        from factcheck.sources import http
        from factcheck.sources.permissions import ACTIONS
        from factcheck.sources.services import queues
        from factcheck.text import embeddings

        http.configure(
            http.DoorSettings(
                allowed_private_origins=http.parse_origins(",".join(settings.FETCH_ALLOWED_PRIVATE_ORIGINS)),
                allowed_ports=frozenset({80, 443, *map(int, settings.FETCH_EXTRA_PORTS)}),
                user_agent=f"factcheck/{factcheck.__version__} (+{settings.USER_AGENT_CONTACT})",
            )
        )
        embeddings.configure(settings.MODEL_CACHE_DIR)
        policy.register(ACTIONS)
        for machine in (queues.LOOKUPS, queues.FETCHES, queues.ANALYSES):
            leases.register(machine)
