"""Registers the newsroom with Django."""

from __future__ import annotations

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Claims, verdicts, review and publication."""

    name = "claims"
    label = "claims"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the newsroom's actions and what it wants to hear from other apps."""
        from claims import permissions
        from claims.services.consumers import CONSUMERS
        from factcheck.accounts import policy
        from factcheck.core.services import outbox

        policy.register(permissions.TABLE)
        for consumer in CONSUMERS:
            outbox.register(consumer)
