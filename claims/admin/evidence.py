"""Evidence, matches and precedents."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.urls import reverse

from claims.models import Citation, Evidence, Match, Precedent
from factcheck.core.back_office import ReadOnlyAdmin


@admin.register(Evidence)
class EvidenceAdmin(ReadOnlyAdmin):
    """Quotations people adopted."""

    list_display = ("id", "claim_id", "exact", "stance", "kind", "adopted_by", "withdrawn_at", "created_at")
    list_filter = ("stance", "kind", "withdrawn_at", "created_at")
    search_fields = ("=id", "=claim__id", "exact")
    list_select_related = ("adopted_by",)

    def desk_address(self, obj: Any) -> str:
        return reverse("desk:claim", args=[obj.claim_id]) + f"#evidence-{obj.pk}"


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    """Which verdict cites which evidence."""

    list_display = ("id", "verdict", "evidence", "position")
    search_fields = ("=verdict__id", "=evidence__id")
    list_select_related = ("verdict", "evidence")


@admin.register(Match)
class MatchAdmin(ReadOnlyAdmin):
    """Likeness of claims, suggested by the machine or decided by people."""

    list_display = ("id", "claim", "other", "precedent", "score", "state", "decided_by", "created_at")
    list_filter = ("state", "model", "created_at")
    search_fields = ("=claim__id", "=other__id")
    list_select_related = ("claim", "other", "precedent", "decided_by")


@admin.register(Precedent)
class PrecedentAdmin(ReadOnlyAdmin):
    """Checks published elsewhere."""

    list_display = ("id", "external_id", "text", "rating", "publisher", "claim_date")
    list_filter = ("created_at",)
    search_fields = ("=external_id", "text", "title", "publisher")
    list_select_related = ()
