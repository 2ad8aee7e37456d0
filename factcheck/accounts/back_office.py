"""The back office: who comes in is decided by role alone, and everybody signs in on the desk's own page."""

# ruff: noqa: ARG002 - the signatures are Django's
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from factcheck.accounts.roles import Role, at_least
from factcheck.core.back_office import ReadOnlyAdmin


class BackOffice(admin.AdminSite):
    """Open to fact-checkers and all above them, and to administrators; superusers get nothing from being that."""

    site_header = "Back office"
    site_title = "Back office"
    index_title = "Everything this desk keeps"
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return bool(user.is_active) and is_staff_role(getattr(user, "role", ""))

    def register(
        self,
        model_or_iterable: type[models.Model] | Iterable[type[models.Model]],
        admin_class: type[admin.ModelAdmin] | None = None,
        **options: Any,
    ) -> None:
        """Take what is built on ``ReadOnlyAdmin``; what other packages register asks permissions no role has."""
        if admin_class is not None and issubclass(admin_class, ReadOnlyAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.user.is_authenticated and not self.has_permission(request):
            return redirect("/")
        wanted = request.GET.get("next") or reverse("admin:index", current_app=self.name)
        return redirect_to_login(wanted, reverse("account_login"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")


def is_staff_role(role: str) -> bool:
    """Return whether people of this role see the back office."""
    return role in Role.values and (role == Role.ADMINISTRATOR or at_least(role, Role.FACT_CHECKER))


def is_administrator(user: Any) -> bool:
    """Return whether ``user`` may change what the back office lets change."""
    return bool(user.is_active) and getattr(user, "role", "") == Role.ADMINISTRATOR
