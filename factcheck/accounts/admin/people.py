"""People and their tokens; administrators make accounts, set roles, close and open accounts."""

# ruff: noqa: ARG002 - the signatures are Django's
from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from factcheck.accounts.back_office import is_administrator
from factcheck.accounts.models import Token, User
from factcheck.accounts.services import people, tokens
from factcheck.accounts.services.people import NewUser
from factcheck.core.back_office import ObjectAction, ReadOnlyAdmin, ServedAdmin

_ADDED = ("username", "role", "first_name", "last_name", "email", "password")


class NewUserForm(forms.ModelForm):
    """An account with its first password."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=128,
        help_text="Tell it to the person by another way; they change it after the first sign-in.",
    )

    class Meta:
        model = User
        fields = _ADDED


class RoleForm(forms.ModelForm):
    """A person's role, with the version of the account that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = User
        fields = ("role",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version


@admin.register(User)
class UserAdmin(ServedAdmin):
    """Accounts. Nobody is ever deleted: history points here."""

    list_display = ("username", "first_name", "last_name", "email", "role", "is_active", "last_login")
    list_filter = ("role", "is_active")
    search_fields = ("username", "first_name", "last_name", "email")
    list_select_related = ()
    kept_back = ("password", "is_staff", "is_superuser")
    object_actions = (
        ObjectAction(
            "deactivate",
            "Close the account",
            service=lambda user, actor: people.deactivate(user_id=user.pk, actor=actor, version=user.version),
            offered_to=lambda user, actor: user.is_active and user != actor and is_administrator(actor),
        ),
        ObjectAction(
            "reactivate",
            "Open the account again",
            service=lambda user, actor: people.reactivate(user_id=user.pk, actor=actor, version=user.version),
            offered_to=lambda user, actor: not user.is_active and is_administrator(actor),
        ),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return list(_ADDED)
        return [*super().get_fields(request, obj), *(["seen"] if is_administrator(request.user) else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return ()
        return [name for name in super().get_readonly_fields(request, obj) if name not in {"role", "seen"}]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        form = NewUserForm if obj is None else RoleForm
        return super().get_form(request, obj, change=change, **(kwargs | {"form": form}))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        actor: Any = request.user
        if change:
            people.set_role(
                user_id=obj.pk, role=form.cleaned_data["role"], actor=actor, version=form.cleaned_data["seen"]
            )
        else:
            new = NewUser(**{name: form.cleaned_data[name] for name in _ADDED})
            obj.pk = people.create_user(new=new, actor=actor).pk


@admin.register(Token)
class TokenAdmin(ReadOnlyAdmin):
    """Bearer tokens, without anything that opens a door."""

    list_display = ("prefix", "user", "label", "created_at", "last_used_at", "expires_at", "revoked_at")
    list_filter = ("created_at", "revoked_at")
    search_fields = ("prefix", "label", "user__username")
    list_select_related = ("user",)
    kept_back = ("digest",)
    object_actions = (
        ObjectAction(
            "revoke",
            "Revoke",
            service=lambda token, actor: tokens.revoke(token_id=token.pk, user=actor),
            offered_to=lambda token, actor: token.user_id == actor.pk and token.revoked_at is None,
        ),
    )
