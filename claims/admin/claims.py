"""Articles, suggestions, claims and who works on them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.urls import reverse

from claims.admin.buttons import button
from claims.models import (
    Appearance,
    Article,
    Assignment,
    Claim,
    Claimant,
    ClaimInquiry,
    ClaimRevision,
    StageInterval,
    Suggestion,
)
from claims.selectors.facts import claim_facts
from claims.services import assignments, suggestions, triage
from claims.workflow import CLAIM_MOVES, SUGGESTION_MOVES, named
from factcheck.core.back_office import ReadOnlyAdmin

_on_claim = partial(button, argument="claim_id", facts=claim_facts)
_on_suggestion = partial(button, argument="suggestion_id", facts=lambda rows: {row.pk: {} for row in rows})


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    """Documents people read in which claims appear."""

    list_display = ("id", "title", "publisher", "language", "published_at", "added_by", "suggested_at")
    list_filter = ("language", "created_at")
    search_fields = ("=id", "title", "url", "publisher")
    list_select_related = ("added_by",)

    def desk_address(self, obj: Any) -> str:
        return reverse("desk:article", args=[obj.pk])


@admin.register(Suggestion)
class SuggestionAdmin(ReadOnlyAdmin):
    """Claims the machine found; people accept or dismiss them."""

    list_display = ("id", "article", "claimant", "score", "state", "claim", "decided_by", "created_at")
    list_filter = ("state", "model", "created_at")
    search_fields = ("=id", "=article__id", "claimant")
    list_select_related = ("article", "claim", "decided_by")
    object_actions = (
        _on_suggestion("accept", "Accept", named(SUGGESTION_MOVES, "accept"), suggestions.accept),
        _on_suggestion("dismiss", "Dismiss", named(SUGGESTION_MOVES, "dismiss"), suggestions.dismiss),
        _on_suggestion("reopen", "Reopen", named(SUGGESTION_MOVES, "reopen"), suggestions.reopen),
    )

    def desk_address(self, obj: Any) -> str:
        return reverse("desk:article", args=[obj.article_id])


@admin.register(Claim)
class ClaimAdmin(ReadOnlyAdmin):
    """Claims; what needs a reason or a choice is done on the desk."""

    list_display = ("id", "text", "state", "language", "submitted_by", "accepted_at", "updated_at")
    list_filter = ("state", "decline_reason", "language", "created_at")
    search_fields = ("=id", "text")
    list_select_related = ("submitted_by",)
    object_actions = (
        _on_claim("accept", "Accept for checking", named(CLAIM_MOVES, "accept"), triage.accept),
        _on_claim("reopen", "Reopen", named(CLAIM_MOVES, "reopen"), triage.reopen),
        _on_claim("unassign", "Hand back", named(CLAIM_MOVES, "unassign"), assignments.unassign),
    )

    def desk_address(self, obj: Any) -> str:
        return reverse("desk:claim", args=[obj.pk])


@admin.register(Claimant)
class ClaimantAdmin(ReadOnlyAdmin):
    """People and organisations that make claims."""

    list_display = ("name", "kind", "same_as", "created_at")
    list_filter = ("kind",)
    search_fields = ("name", "same_as")
    list_select_related = ()


@admin.register(Appearance)
class AppearanceAdmin(ReadOnlyAdmin):
    """Where claims were made."""

    list_display = ("id", "claim", "claimant", "said_on", "url", "is_first")
    list_filter = ("is_first", "said_on")
    search_fields = ("=claim__id", "url", "claimant__name")
    list_select_related = ("claim", "claimant")


@admin.register(ClaimRevision)
class ClaimRevisionAdmin(ReadOnlyAdmin):
    """Claims as frozen when a verdict was submitted."""

    list_display = ("id", "claim_id", "number", "text", "claimant_name", "claim_date", "created_at")
    list_filter = ("created_at",)
    search_fields = ("=claim__id", "text", "claimant_name")
    list_select_related = ()


@admin.register(Assignment)
class AssignmentAdmin(ReadOnlyAdmin):
    """Who works, and worked, on which claim."""

    list_display = ("id", "claim", "user", "assigned_by", "opened_at", "closed_at")
    list_filter = ("opened_at", "closed_at")
    search_fields = ("=claim__id", "user__username")
    list_select_related = ("claim", "user", "assigned_by")


@admin.register(ClaimInquiry)
class ClaimInquiryAdmin(ReadOnlyAdmin):
    """Which inquiry was which round of a claim."""

    list_display = ("id", "claim", "inquiry", "round", "created_at")
    list_filter = ("round", "created_at")
    search_fields = ("=claim__id", "=inquiry__id")
    list_select_related = ("claim", "inquiry")


@admin.register(StageInterval)
class StageIntervalAdmin(ReadOnlyAdmin):
    """How long claims were in each stage."""

    list_display = ("id", "claim_id", "stage", "entered_at", "left_at")
    list_filter = ("stage", "entered_at")
    search_fields = ("=claim__id",)
    list_select_related = ()
