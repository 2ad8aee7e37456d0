"""Claims, who made them, where they appeared, and who works on them."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Lower, Now

from claims.models.article import Article
from claims.workflow import ClaimState, Stage
from factcheck.sources.models import Inquiry

CLAIM_MAX_CHARACTERS = 2000
DECLINE_REASONS = (
    ("not_checkable", "Not a statement of fact"),
    ("opinion", "Opinion or prediction"),
    ("too_vague", "Too vague to check"),
    ("out_of_scope", "Outside what this desk checks"),
    ("already_checked", "Checked elsewhere"),
    ("no_public_interest", "Of too little public interest"),
    ("split", "Split into claims of its own"),
    ("other", "Other, see note"),
)


class Claimant(models.Model):
    """A person or organisation that makes claims."""

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        ORGANIZATION = "organization", "Organisation"

    name = models.CharField(max_length=300)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON)
    same_as = models.URLField(max_length=500, blank=True, help_text="Wikidata address.")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(Lower("name"), name="claims_claimant_one_per_name")]

    def __str__(self) -> str:
        return self.name


class Claim(models.Model):
    """One factual statement that can be checked (schema.org/Claim). What people see as its stage is derived."""

    text = models.TextField(max_length=CLAIM_MAX_CHARACTERS)
    language = models.CharField(max_length=12, blank=True)
    state = models.CharField(max_length=10, default=ClaimState.SUBMITTED, editable=False)
    duplicate_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates")
    split_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    decline_reason = models.CharField(max_length=24, choices=DECLINE_REASONS, blank=True)
    decline_note = models.TextField(max_length=5000, blank=True)
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True, size=30)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["state", "-id"], name="claims_claim_by_state"),
            GinIndex(fields=["tags"], name="claims_claim_tags"),
            GinIndex(SearchVector("text", config="english"), name="claims_claim_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in ClaimState]), name="claims_claim_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state="duplicate", duplicate_of__isnull=False)
                | ~models.Q(state="duplicate") & models.Q(duplicate_of=None),
                name="claims_duplicate_iff_points",
            ),
            models.CheckConstraint(
                condition=models.Q(duplicate_of=None) | ~models.Q(duplicate_of=models.F("id")),
                name="claims_no_duplicate_of_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(state="declined") & ~models.Q(decline_reason="")
                | ~models.Q(state="declined") & models.Q(decline_reason=""),
                name="claims_declined_iff_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Appearance(models.Model):
    """Where a claim was made. Claimant and date of a claim are those of its first appearance."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="appearances")
    article = models.ForeignKey(Article, null=True, on_delete=models.PROTECT, related_name="appearances")
    url = models.URLField(max_length=2000, blank=True)
    quote = models.TextField(max_length=5000, blank=True)
    prefix = models.CharField(max_length=200, blank=True)
    suffix = models.CharField(max_length=200, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    claimant = models.ForeignKey(Claimant, null=True, on_delete=models.PROTECT, related_name="appearances")
    said_on = models.DateField(null=True, blank=True)
    is_first = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-is_first", "said_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(is_first=True), name="claims_one_first_appearance"
            ),
            models.CheckConstraint(
                condition=models.Q(start=None, end=None) | models.Q(start__lt=models.F("end"), article__isnull=False),
                name="claims_appearance_offsets_need_article",
            ),
        ]

    def __str__(self) -> str:
        return self.url or f"appearance {self.pk}"


class ClaimRevision(models.Model):
    """Wording, claimant and date as frozen when a verdict is submitted. Never updated."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=CLAIM_MAX_CHARACTERS)
    language = models.CharField(max_length=12, blank=True)
    claimant = models.ForeignKey(Claimant, null=True, on_delete=models.PROTECT, related_name="+")
    claimant_name = models.CharField(max_length=300, blank=True)
    claimant_kind = models.CharField(max_length=12, blank=True)
    claimant_same_as = models.URLField(max_length=500, blank=True)
    claim_date = models.DateField(null=True, blank=True)
    appearances = models.JSONField(default=list, help_text="URLs, the first appearance first.")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        constraints = [models.UniqueConstraint(fields=["claim", "number"], name="claims_revision_numbered")]

    def __str__(self) -> str:
        return f"claim {self.claim_id} revision {self.number}"


class Assignment(models.Model):
    """Who works on a claim; one open a claim."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(db_default=Now())
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(closed_at=None), name="claims_one_open_assignment"
            ),
        ]
        indexes = [models.Index(fields=["user"], condition=models.Q(closed_at=None), name="claims_assignment_open")]

    def __str__(self) -> str:
        return f"{self.user_id} on claim {self.claim_id}"


class ClaimInquiry(models.Model):
    """A claim's round of asking. Points down to the inquiry, which knows no claim."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="inquiries")
    inquiry = models.OneToOneField(Inquiry, on_delete=models.PROTECT, related_name="claim_inquiry")
    round = models.PositiveIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-round",)
        verbose_name_plural = "claim inquiries"
        constraints = [models.UniqueConstraint(fields=["claim", "round"], name="claims_round_once")]

    def __str__(self) -> str:
        return f"claim {self.claim_id} round {self.round}"


class StageInterval(models.Model):
    """How long a claim was in a stage: written by the moving service for statistics, never read by a rule."""

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="stage_intervals")
    stage = models.CharField(max_length=16, choices=[(s.value, s.value) for s in Stage])
    entered_at = models.DateTimeField(db_default=Now())
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(left_at=None), name="claims_one_current_stage"
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id}: {self.stage}"
