"""Verdicts, votes, decisions, corrections."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.urls import reverse

from claims.admin.buttons import button
from claims.models import Correction, Decision, Verdict, Vote
from claims.selectors.facts import verdict_facts
from claims.services import endings, publication, review
from claims.workflow import VERDICT_MOVES, named
from factcheck.core.back_office import ReadOnlyAdmin

_on_verdict = partial(button, argument="verdict_id", facts=verdict_facts)


@admin.register(Verdict)
class VerdictAdmin(ReadOnlyAdmin):
    """Verdicts; what needs a reason or a rating is done on the desk."""

    list_display = ("id", "claim", "number", "state", "rating", "author", "submitted_at", "published_at")
    list_filter = ("state", "rating", "published_at")
    search_fields = ("=id", "=claim__id", "summary")
    list_select_related = ("claim", "rating", "author")
    object_actions = (
        _on_verdict("submit", "Submit for review", named(VERDICT_MOVES, "submit"), review.submit),
        _on_verdict("publish", "Publish", named(VERDICT_MOVES, "publish"), publication.publish),
        _on_verdict("withdraw", "Withdraw", named(VERDICT_MOVES, "withdraw"), endings.withdraw),
        _on_verdict("abandon", "Abandon", named(VERDICT_MOVES, "abandon"), endings.abandon),
    )

    def desk_address(self, obj: Any) -> str:
        return reverse("desk:claim", args=[obj.claim_id]) + f"#verdict-{obj.pk}"


@admin.register(Vote)
class VoteAdmin(ReadOnlyAdmin):
    """Reviewers' own ratings."""

    list_display = ("id", "verdict", "voter", "rating", "created_at")
    list_filter = ("rating", "created_at")
    search_fields = ("=verdict__id", "voter__username")
    list_select_related = ("verdict", "voter", "rating")


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    """Verdicts adjudicated, returned, withdrawn or abandoned, and why."""

    list_display = ("id", "verdict", "kind", "rating", "made_by", "created_at")
    list_filter = ("kind", "created_at")
    search_fields = ("=verdict__id", "made_by__username")
    list_select_related = ("verdict", "rating", "made_by")


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """What changed after publication, and why."""

    list_display = ("id", "corrected", "draft", "kind", "asked_by", "confirmed_by", "effective_at")
    list_filter = ("kind", "effective_at")
    search_fields = ("=corrected__id", "note")
    list_select_related = ("corrected", "draft", "asked_by", "confirmed_by")
