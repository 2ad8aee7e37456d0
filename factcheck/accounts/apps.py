"""Registers accounts with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles and tokens."""

    name = "factcheck.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who may manage accounts."""
        from factcheck.accounts import permissions, policy

        policy.register(permissions.ACTIONS)
