"""Checks published elsewhere, and machine-suggested likeness."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Now

from claims.models.claim import Claim


class Precedent(models.Model):
    """A check published elsewhere and imported; never a Claim, so it never enters queues or statistics."""

    external_id = models.CharField(max_length=300, unique=True)
    text = models.TextField(max_length=5000)
    title = models.CharField(max_length=1000, blank=True)
    claimant = models.CharField(max_length=300, blank=True)
    claim_date = models.DateField(null=True, blank=True)
    body = models.TextField(max_length=200_000, blank=True)
    rating = models.CharField(max_length=200, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        indexes = [
            GinIndex(SearchVector("text", "title", "claimant", config="english"), name="claims_precedent_words"),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Match(models.Model):
    """Machine-suggested or human-confirmed likeness of two claims, or of a claim and a Precedent."""

    class State(models.TextChoices):
        SUGGESTED = "suggested"
        CONFIRMED = "confirmed"
        REJECTED = "rejected"

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="matches")
    other = models.ForeignKey(Claim, null=True, on_delete=models.CASCADE, related_name="matched_by")
    precedent = models.ForeignKey(Precedent, null=True, on_delete=models.CASCADE, related_name="matches")
    score = models.FloatField(null=True)
    explanation = models.JSONField(default=list)
    model = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.SUGGESTED, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "matches"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(other=None, precedent__isnull=False) | models.Q(other__isnull=False, precedent=None),
                name="claims_match_has_one_other",
            ),
            models.CheckConstraint(
                condition=models.Q(other=None) | ~models.Q(other=models.F("claim")), name="claims_no_match_with_itself"
            ),
            models.UniqueConstraint(
                fields=["claim", "other"], condition=models.Q(precedent=None), name="claims_match_once"
            ),
            models.UniqueConstraint(
                fields=["claim", "precedent"], condition=models.Q(other=None), name="claims_precedent_match_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state="suggested", decided_by=None)
                | ~models.Q(state="suggested") & models.Q(decided_by__isnull=False),
                name="claims_match_decided_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} ~ {self.other_id or self.precedent_id}"
