"""Registers accounts with Django."""

from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, roles and tokens."""

    name = "factcheck.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
