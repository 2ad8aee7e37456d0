"""The public page of a claim's verdicts."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from claims.models.claim import Claim
from claims.models.verdict import Verdict


class PublicPage(models.Model):
    """What strangers read at ``/factchecks/{slug}/``: built from frozen rows by an outbox consumer, rebuildable."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="public_page")
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="+", help_text="The one it shows.")
    slug = models.SlugField(max_length=120, unique=True)
    record = models.JSONField(help_text="claims.publishing.records.PublishedCheck as JSON.")
    is_retracted = models.BooleanField(default=False)
    published_at = models.DateTimeField(help_text="Of the first published verdict.")
    updated_at = models.DateTimeField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-updated_at", "-id")
        indexes = [models.Index(fields=["-updated_at", "-id"], name="claims_page_newest")]

    def __str__(self) -> str:
        return self.slug
