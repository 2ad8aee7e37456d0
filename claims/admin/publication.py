"""Rating scales, the review policy and public pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from claims.models import PublicPage, Rating, RatingScale, ReviewPolicy
from claims.services.policies import set_policy
from factcheck.accounts.back_office import is_administrator
from factcheck.core.back_office import ReadOnlyAdmin, ServedAdmin


@admin.register(RatingScale)
class RatingScaleAdmin(ReadOnlyAdmin):
    """Named sets of ratings."""

    list_display = ("name", "is_current")
    search_fields = ("name",)
    list_select_related = ()


@admin.register(Rating)
class RatingAdmin(ReadOnlyAdmin):
    """The labels of each scale."""

    list_display = ("label", "key", "scale", "rating_class", "value", "position")
    list_filter = ("scale", "rating_class")
    search_fields = ("label", "key")
    list_select_related = ("scale",)


@admin.register(ReviewPolicy)
class ReviewPolicyAdmin(ServedAdmin):
    """How many votes a verdict needs; an administrator sets a new policy, none is ever changed."""

    list_display = ("number", "votes_required", "votes_max", "is_current", "made_by", "created_at")
    list_filter = ("is_current",)
    search_fields = ("=number",)
    list_select_related = ("made_by",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_administrator(request.user)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ["votes_required", "votes_max"] if obj is None else super().get_fields(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return () if obj is None else super().get_readonly_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001
        actor: Any = request.user
        made = set_policy(
            votes_required=form.cleaned_data["votes_required"], votes_max=form.cleaned_data["votes_max"], actor=actor
        )
        obj.pk, obj.number = made.pk, made.number


@admin.register(PublicPage)
class PublicPageAdmin(ReadOnlyAdmin):
    """What strangers read; made by the machine of frozen rows."""

    list_display = ("slug", "claim_id", "verdict", "is_retracted", "published_at", "updated_at")
    list_filter = ("is_retracted", "published_at")
    search_fields = ("slug", "=claim__id")
    list_select_related = ("verdict",)
