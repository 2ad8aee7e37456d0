"""The text of snapshots, the spans of it, and how they rank for an inquiry."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from factcheck.core.models.queue import QueueRow, queue_meta
from factcheck.sources.models.inquiry import Inquiry
from factcheck.sources.models.source import Snapshot


class Analysis(QueueRow):
    """One extraction of a snapshot, or one ranking of an inquiry: a queue row too."""

    class State(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    class Kind(models.TextChoices):
        EXTRACTION = "extraction"
        RANKING = "ranking"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    snapshot = models.ForeignKey(Snapshot, null=True, on_delete=models.CASCADE, related_name="analyses")
    inquiry = models.ForeignKey(Inquiry, null=True, on_delete=models.CASCADE, related_name="analyses")

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "analyses"
        indexes, _queue_constraints = queue_meta("sources_analysis", "running", ("done", "failed"))
        constraints = [
            *_queue_constraints,
            models.CheckConstraint(
                condition=models.Q(kind="extraction", snapshot__isnull=False, inquiry=None)
                | models.Q(kind="ranking", snapshot=None, inquiry__isnull=False),
                name="sources_analysis_has_one_object",
            ),
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=models.Q(kind="ranking", state="queued"),
                name="sources_one_ranking_waiting",
            ),
            models.UniqueConstraint(
                fields=["snapshot"],
                condition=models.Q(kind="extraction", state__in=["queued", "running"]),
                name="sources_one_open_extraction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.snapshot_id or self.inquiry_id}: {self.state}"


class SnapshotText(models.Model):
    """Text of a snapshot by one extractor version; immutable, hashed; offsets (code points) point into it."""

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="texts")
    extractor = models.CharField(max_length=100, help_text="Name and version.")
    text = models.TextField()
    sha256 = models.CharField(max_length=64, help_text="Of the text in UTF-8.")
    title = models.CharField(max_length=500, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_at_source = models.CharField(max_length=40, blank=True, help_text="Where the date was found.")
    language = models.CharField(max_length=12, blank=True)
    canonical_url = models.CharField(max_length=2000, blank=True)
    word_count = models.PositiveIntegerField()
    is_almost_empty = models.BooleanField(default=False, help_text="So little text that an upload is worth offering.")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "extractor"], name="sources_text_once_an_extractor"),
        ]

    def __str__(self) -> str:
        return self.title or f"text {self.sha256[:12]}"


class Passage(models.Model):
    """A span of a SnapshotText, claim-free. Its words are ``snapshot_text.text[start:end]`` and stored only there."""

    snapshot_text = models.ForeignKey(SnapshotText, on_delete=models.CASCADE, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=["snapshot_text", "start", "end"], name="sources_passage_once"),
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="sources_passage_not_empty"),
        ]

    def __str__(self) -> str:
        return f"passage {self.start}–{self.end} of {self.snapshot_text_id}"


class Ranking(models.Model):
    """Inquiry and passage: score, reasons and the model that gave them. A suggestion, never a fact."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="rankings")
    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="rankings")
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    model = models.CharField(max_length=100, help_text="Name and version.")
    input_sha256 = models.CharField(max_length=64, help_text="Of the inquiry's text and the passage's.")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-score", "id")
        indexes = [models.Index(fields=["inquiry", "-score", "id"], name="sources_ranking_best")]
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "passage"], name="sources_ranking_once"),
        ]

    def __str__(self) -> str:
        return f"{self.score:.3f} {self.passage_id}"
