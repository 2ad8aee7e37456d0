"""The back office's view of inquiries, sources, the queue and what it captured."""

# ruff: noqa: ARG002 - the signatures are Django's
from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from factcheck.accounts import policy
from factcheck.accounts.back_office import is_administrator
from factcheck.core.back_office import ObjectAction, ReadOnlyAdmin, ServedAdmin
from factcheck.sources.models import (
    Analysis,
    ContextSource,
    Fetch,
    Finding,
    Inquiry,
    Lookup,
    Passage,
    Provider,
    Ranking,
    Snapshot,
    SnapshotText,
)
from factcheck.sources.providers import KINDS
from factcheck.sources.services import control, providers

_QUEUE = ("state", "attempts", "failures", "reason", "next_attempt_at", "finished_at")
_QUEUE_FILTERS = ("state", "reason", "created_at")


@admin.register(Inquiry)
class InquiryAdmin(ReadOnlyAdmin):
    """What was asked."""

    list_display = ("id", "text", "language", "since", "until", "opened_by", "created_at")
    list_filter = ("language", "created_at")
    search_fields = ("=id", "text")
    list_select_related = ("opened_by",)


class ProviderForm(forms.ModelForm):
    """A provider, with the version of the row that the page showed."""

    kind = forms.ChoiceField(choices=[(key, kind.label) for key, kind in KINDS.items()])
    # Judged as an address by the model; Django's own form field would guess a scheme.
    base_url = forms.CharField(required=False, max_length=2000)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Provider
        fields = ("kind", "name", "base_url", "is_enabled")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.instance.version


@admin.register(Provider)
class ProviderAdmin(ServedAdmin):
    """Whom inquiries ask; administrators add, change, enable and disable."""

    list_display = ("name", "kind", "base_url", "is_enabled", "created_at")
    list_filter = ("kind", "is_enabled")
    search_fields = ("name", "base_url")
    list_select_related = ()
    form = ProviderForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_administrator(request.user)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not is_administrator(request.user):
            return super().get_fields(request, obj)
        return ["kind", "name", "base_url", "is_enabled", "seen"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if not is_administrator(request.user):
            return super().get_readonly_fields(request, obj)
        return () if obj is None else ("kind",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        values = {name: form.cleaned_data[name] for name in providers.EDITABLE}
        if change:
            providers.change_provider(
                provider_id=obj.pk, changes=values, actor=request.user, version=form.cleaned_data["seen"]
            )
        else:
            kind = form.cleaned_data["kind"]
            obj.pk = providers.add_provider(kind=kind, **values, actor=request.user).pk


@admin.register(Lookup)
class LookupAdmin(ReadOnlyAdmin):
    """Which provider was asked what."""

    list_display = ("id", "provider", "query", "found_count", *_QUEUE)
    list_filter = ("provider", *_QUEUE_FILTERS)
    search_fields = ("=id", "query")
    list_select_related = ("provider",)
    kept_back = ("lease_token",)


@admin.register(Finding)
class FindingAdmin(ReadOnlyAdmin):
    """Which inquiry found which source, and by whom."""

    list_display = ("id", "inquiry", "source", "lookup", "person", "created_at")
    list_filter = ("created_at",)
    search_fields = ("title", "source__url", "=inquiry__id")
    list_select_related = ("inquiry", "source", "lookup", "person")


@admin.register(ContextSource)
class ContextSourceAdmin(ReadOnlyAdmin):
    """Documents: pages and uploads."""

    list_display = ("id", "kind", "title", "url", "obtained_from", "added_by", "created_at")
    list_filter = ("kind", "created_at")
    search_fields = ("=id", "title", "url", "original_url")
    list_select_related = ("added_by",)


@admin.register(Fetch)
class FetchAdmin(ReadOnlyAdmin):
    """The fetch queue."""

    list_display = ("id", "source", "host", "http_status", *_QUEUE)
    list_filter = _QUEUE_FILTERS
    search_fields = ("=id", "host", "source__url")
    list_select_related = ("source",)
    kept_back = ("lease_token",)
    object_actions = (
        ObjectAction(
            "retry",
            "Try again",
            service=lambda fetch, actor: control.retry(source_id=fetch.source_id, actor=actor),
            offered_to=lambda fetch, actor: fetch.state in control.RETRYABLE and policy.allowed("fetch.retry", actor),
        ),
        ObjectAction(
            "give-up",
            "Give up",
            service=lambda fetch, actor: control.give_up(source_id=fetch.source_id, actor=actor),
            offered_to=lambda fetch, actor: (
                fetch.state == Fetch.State.QUEUED and policy.allowed("fetch.give_up", actor)
            ),
        ),
    )


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    """Captures, by digest."""

    list_display = ("id", "sha256", "source", "content_type", "size_bytes", "http_status", "captured_at")
    list_filter = ("http_status", "captured_at")
    search_fields = ("=id", "=sha256", "=payload_sha256", "final_url")
    list_select_related = ("source",)


@admin.register(Analysis)
class AnalysisAdmin(ReadOnlyAdmin):
    """Readings of captures and rankings of inquiries."""

    list_display = ("id", "kind", "snapshot", "inquiry", *_QUEUE)
    list_filter = ("kind", *_QUEUE_FILTERS)
    search_fields = ("=id", "=snapshot__sha256")
    list_select_related = ("snapshot", "inquiry")
    kept_back = ("lease_token",)


@admin.register(SnapshotText)
class SnapshotTextAdmin(ReadOnlyAdmin):
    """Texts read from captures; never changed."""

    list_display = ("id", "title", "publisher", "language", "word_count", "is_almost_empty", "extractor", "created_at")
    list_filter = ("is_almost_empty", "language", "extractor", "created_at")
    search_fields = ("=id", "title", "publisher", "=sha256")
    list_select_related = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[SnapshotText]:
        """Return texts without their words: a list needs none, a page loads its own."""
        return super().get_queryset(request).defer("text")


@admin.register(Passage)
class PassageAdmin(ReadOnlyAdmin):
    """Spans of texts."""

    list_display = ("id", "snapshot_text_id", "start", "end")
    search_fields = ("=id", "=snapshot_text__id")
    list_select_related = ()


@admin.register(Ranking)
class RankingAdmin(ReadOnlyAdmin):
    """How passages rank: suggestions of the machine."""

    list_display = ("id", "inquiry", "passage_id", "score", "model", "created_at")
    list_filter = ("model", "created_at")
    search_fields = ("=id", "=inquiry__id")
    list_select_related = ("inquiry",)
