"""How the back office shows rows: read-only unless a service is behind it; buttons call services.

Whether somebody may come in at all is for the admin site to say (``factcheck.accounts.back_office``); Django's own
permissions and ``is_superuser`` are not asked, so they open nothing.
"""

# ruff: noqa: ARG002 - the signatures are Django's
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from factcheck.core.errors import DomainError, Invalid


@dataclass(frozen=True)
class ObjectAction:
    """A button on one object's page. ``service`` takes the object and the actor; ``offered_to`` costs no query."""

    name: str
    label: str
    service: Callable[[Any, Any], object]
    offered_to: Callable[[Any, Any], bool]


class ReadOnlyAdmin(admin.ModelAdmin):
    """Lists and shows; adds, changes and deletes nothing. ``kept_back`` names columns nobody needs to see."""

    actions = None
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    change_form_template = "admin/object_page.html"
    kept_back: ClassVar[Sequence[str]] = ()
    object_actions: ClassVar[Sequence[ObjectAction]] = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(self.admin_site.has_permission(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(self.admin_site.has_permission(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [f.name for f in self.opts.concrete_fields if f.name not in self.kept_back]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_do"
        view = self.admin_site.admin_view(self.do)
        return [path("<path:object_id>/do/<slug:action_name>/", view, name=name), *super().get_urls()]

    def do(self, request: HttpRequest, object_id: str, action_name: str) -> HttpResponse:
        """Call the service of one button and show the object again, with what came of it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        obj = self.get_object(request, object_id)
        action = next((a for a in self.object_actions if a.name == action_name), None)
        if obj is None or action is None:
            raise Http404
        try:
            action.service(obj, request.user)
        except DomainError as refusal:
            self.message_user(request, refusal.detail, messages.ERROR)
        else:
            self.message_user(request, f"Done: {action.label.lower()}.", messages.SUCCESS)
        page = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(page, args=[obj.pk], current_app=self.admin_site.name))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        offered = [a for a in self.object_actions if obj is not None and a.offered_to(obj, request.user)]
        extra = {"object_actions": offered, "desk_address": self.desk_address(obj) if obj is not None else ""}
        return super().render_change_form(request, context | extra, *args, **kwargs)

    def desk_address(self, obj: Any) -> str:
        """Return where the desk works on ``obj``; empty when it does so nowhere."""
        return ""


class Refusable(ModelForm):
    """Shows what a service refused, on the fields it was about."""

    refusal: ClassVar[DomainError | None] = None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for field, message in _messages(self.refusal):
            self.add_error(field if field in self.fields else None, message)
        return cleaned


class ServedAdmin(ReadOnlyAdmin):
    """Adds or changes through services: a subclass's ``save_model`` calls one, whose refusal is shown in the form."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except DomainError as refusal:
            # The transaction is undone; the same form is judged again, now knowing why the service refused it.
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (Refusable, form), {"refusal": getattr(request, "refusal", None)})

    def save_model(self, request: HttpRequest, obj: models.Model, form: ModelForm, change: bool) -> None:  # noqa: FBT001
        raise PermissionDenied

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write nothing: the service has written the audit trail."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write nothing: the service has written the audit trail."""


def _messages(refusal: DomainError | None) -> Iterable[tuple[str | None, str]]:
    if refusal is None:
        return []
    if not isinstance(refusal, Invalid):
        return [(None, refusal.detail)]
    return [(field, message) for field, found in refusal.errors.items() for message in found]
