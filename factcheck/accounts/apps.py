"""Registers accounts with Django."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AccountsConfig(AppConfig):
    """People, roles and tokens."""

    name = "factcheck.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who may manage accounts."""
        from factcheck.accounts import permissions, policy

        policy.register(permissions.ACTIONS)


class BackOfficeConfig(AdminConfig):
    """Django's admin app with our site."""

    default_site = "factcheck.accounts.back_office.BackOffice"
