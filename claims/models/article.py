"""Documents people read, and the claims a machine found in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from factcheck.sources.models import ContextSource, SnapshotText

ARTICLE_MAX_WORDS = 200_000


class Article(models.Model):
    """A document in which claims appear. Its text was pasted, or is that of the snapshot it was read from."""

    url = models.URLField(max_length=2000, blank=True)
    title = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=12, blank=True)
    pasted_text = models.TextField(blank=True)
    source = models.ForeignKey(ContextSource, null=True, on_delete=models.PROTECT, related_name="articles")
    snapshot_text = models.ForeignKey(SnapshotText, null=True, on_delete=models.PROTECT, related_name="articles")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    suggested_at = models.DateTimeField(null=True, blank=True, help_text="When its claims had been looked for.")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(pasted_text="") & models.Q(source=None, snapshot_text=None)
                | models.Q(pasted_text="", source__isnull=False),
                name="claims_article_pasted_or_fetched",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or f"article {self.pk}"

    @property
    def text(self) -> str:
        """The words that suggestions' offsets (code points) point into; empty until it was fetched."""
        return self.snapshot_text.text if self.snapshot_text else self.pasted_text


class Suggestion(models.Model):
    """A claim the machine found in an article; accepted or dismissed by a person."""

    class State(models.TextChoices):
        OPEN = "open"
        ACCEPTED = "accepted"
        DISMISSED = "dismissed"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="suggestions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    claimant = models.CharField(max_length=300, blank=True, help_text="Empty when the article itself says it.")
    cue = models.CharField(max_length=100, blank=True)
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    model = models.CharField(max_length=100, help_text="Name and version of what found it.")
    input_sha256 = models.CharField(max_length=64, help_text="Of the article's text.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    claim = models.ForeignKey("claims.Claim", null=True, on_delete=models.PROTECT, related_name="suggestions")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-score", "id")
        constraints = [
            models.UniqueConstraint(fields=["article", "start", "end"], name="claims_suggestion_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="claims_suggestion_not_empty"),
            models.CheckConstraint(
                condition=models.Q(state="open", decided_by=None, decided_at=None, claim=None)
                | models.Q(state="dismissed", decided_by__isnull=False, decided_at__isnull=False, claim=None)
                | models.Q(state="accepted", decided_by__isnull=False, decided_at__isnull=False, claim__isnull=False),
                name="claims_suggestion_decided_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.start}–{self.end} of article {self.article_id}"
