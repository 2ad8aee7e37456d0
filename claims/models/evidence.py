"""What people adopted as evidence."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.models.claim import Claim
from factcheck.sources.models import Passage, SnapshotText


class Evidence(models.Model):
    """A quote a person adopted: text of a snapshot, a TextQuoteSelector into it, and what it does for the claim.

    Once cited by a submitted verdict it is immutable. Selector: W3C Web Annotation Data Model, section 4.2.4.
    """

    class Stance(models.TextChoices):
        SUPPORTS = "supports", "Supports the claim"
        REFUTES = "refutes", "Refutes the claim"
        CONTEXT = "context", "Gives context"

    class Kind(models.TextChoices):
        PRIMARY = "primary", "Primary"
        OFFICIAL = "official", "Official"
        EXPERT = "expert", "Expert"
        SECONDARY = "secondary", "Secondary"

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="evidence")
    snapshot_text = models.ForeignKey(SnapshotText, on_delete=models.PROTECT, related_name="evidence")
    passage = models.ForeignKey(Passage, null=True, on_delete=models.PROTECT, related_name="evidence")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    exact = models.TextField(max_length=10_000)
    prefix = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=200, blank=True)
    stance = models.CharField(max_length=10, choices=Stance.choices)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    interests = models.TextField(max_length=5000, blank=True, help_text="What the source stands to gain.")
    note = models.TextField(max_length=5000, blank=True)
    translation = models.TextField(max_length=20_000, blank=True)
    translation_language = models.CharField(max_length=12, blank=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="claims_evidence_not_empty"),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="claims_evidence_withdrawn_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.exact[:80]
