"""What is asked, of whom, and what they found."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from factcheck.core.models.queue import QueueRow, queue_meta
from factcheck.sources.models.source import ContextSource

CLAIM_MAX_CHARACTERS = 2000


class Inquiry(models.Model):
    """The frozen text, language and date window asked about; knows no claim. Its progress is derived from its rows."""

    text = models.TextField(max_length=CLAIM_MAX_CHARACTERS)
    language = models.CharField(max_length=12, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "inquiries"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(since=None) | models.Q(until=None) | models.Q(since__lte=models.F("until")),
                name="sources_inquiry_window_ordered",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Provider(models.Model):
    """Somewhere to search: a kind of provider at one address. Keys come from settings, never from this table."""

    kind = models.CharField(max_length=32, help_text="A key of factcheck.sources.providers.KINDS.")
    name = models.CharField(max_length=100, unique=True)
    base_url = models.URLField(max_length=2000, blank=True)
    is_enabled = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Lookup(QueueRow):
    """One provider asked one query for one inquiry: a queue row."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SEARCHING = "searching"
        DONE = "done"
        FAILED = "failed"
        REFUSED = "refused"

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="lookups")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="lookups")
    query = models.CharField(max_length=CLAIM_MAX_CHARACTERS)
    found_count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-id",)
        indexes, _queue_constraints = queue_meta("sources_lookup", "searching", ("done", "failed", "refused"))
        constraints = [
            *_queue_constraints,
            models.UniqueConstraint(fields=["inquiry", "provider", "query"], name="sources_lookup_asked_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id}: {self.query[:60]}"


class Finding(models.Model):
    """An inquiry and a context source, with the lookup or the person that found it."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="findings")
    source = models.ForeignKey(ContextSource, on_delete=models.PROTECT, related_name="findings")
    lookup = models.ForeignKey(Lookup, null=True, on_delete=models.PROTECT, related_name="findings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=500, blank=True)
    snippet = models.CharField(max_length=1000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "source"], name="sources_finding_once"),
            models.CheckConstraint(
                condition=models.Q(lookup=None, person__isnull=False) | models.Q(lookup__isnull=False, person=None),
                name="sources_finding_has_one_finder",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id} ← {self.source_id}"
