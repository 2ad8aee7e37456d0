"""Documents, wanted captures of them, and what the captures gave."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from factcheck.core.models.queue import QueueRow, queue_meta

URL_MAX_CHARACTERS = 2000


class ContextSource(models.Model):
    """A document: one row per canonical URL or upload. It has no queue state; see Fetch."""

    class Kind(models.TextChoices):
        WEB = "web", "Web page"
        UPLOAD = "upload", "Upload"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    url = models.URLField(max_length=URL_MAX_CHARACTERS, blank=True, help_text="Canonical; empty for an upload.")
    title = models.CharField(max_length=500, blank=True, help_text="As given by who found or sent it.")
    obtained_from = models.CharField(max_length=500, blank=True)
    obtained_at = models.DateTimeField(null=True, blank=True)
    original_url = models.URLField(max_length=URL_MAX_CHARACTERS, blank=True)
    note = models.TextField(max_length=5000, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["url"], condition=~models.Q(url=""), name="sources_source_one_per_url"),
            models.CheckConstraint(
                condition=models.Q(kind="web", obtained_from="") & ~models.Q(url="") | models.Q(kind="upload", url=""),
                name="sources_source_web_iff_url",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.url or f"upload {self.pk}"


class Fetch(QueueRow):
    """One wanted capture of a source: the queue row. A re-capture is a new Fetch."""

    class State(models.TextChoices):
        QUEUED = "queued"
        FETCHING = "fetching"
        FETCHED = "fetched"
        FAILED = "failed"
        REFUSED = "refused"

    source = models.ForeignKey(ContextSource, on_delete=models.PROTECT, related_name="fetches")
    host = models.CharField(max_length=255, help_text="Lower-case host and port, for politeness.")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    http_status = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "fetches"
        indexes, _queue_constraints = queue_meta("sources_fetch", "fetching", ("fetched", "failed", "refused"))
        indexes += [models.Index(fields=["source", "-id"], name="sources_fetch_latest")]
        constraints = [
            *_queue_constraints,
            models.UniqueConstraint(
                fields=["source"],
                condition=models.Q(state__in=["queued", "fetching"]),
                name="sources_fetch_one_open_a_source",
            ),
        ]

    def __str__(self) -> str:
        return f"fetch {self.pk} of source {self.source_id}: {self.state}"


class Snapshot(models.Model):
    """What one fetch or upload gave, kept, addressed by the SHA-256 of its body before content decoding."""

    source = models.ForeignKey(ContextSource, on_delete=models.PROTECT, related_name="snapshots")
    fetch = models.OneToOneField(Fetch, null=True, on_delete=models.PROTECT, related_name="snapshot")
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the body before content decoding.")
    payload_sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the decoded body.")
    size_bytes = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=255, blank=True)
    final_url = models.URLField(max_length=URL_MAX_CHARACTERS, blank=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    http_reason = models.CharField(max_length=100, blank=True)
    headers = models.JSONField(default=list, help_text="[name, value] pairs as received.")
    hops = models.JSONField(default=list, help_text="Redirects that led here: [{url, status}].")
    peer_address = models.CharField(max_length=64, blank=True)
    captured_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(fetch__isnull=False, uploaded_by=None)
                | models.Q(fetch=None, uploaded_by__isnull=False),
                name="sources_snapshot_fetched_or_uploaded",
            ),
        ]

    def __str__(self) -> str:
        return f"snapshot {self.sha256[:12]}"
