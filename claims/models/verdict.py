"""Verdicts, the votes on them, and their corrections."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from claims.models.claim import Claim, ClaimRevision
from claims.models.evidence import Evidence
from claims.models.rating import Rating, ReviewPolicy
from claims.workflow import OPEN_VERDICT_STATES, VerdictState

JUSTIFICATION_MAX_CHARACTERS = 100_000
CITATIONS_MAX = 100
_FROZEN = [s.value for s in VerdictState if s not in (VerdictState.DRAFT, VerdictState.ABANDONED)]


class Verdict(models.Model):
    """One revision of the answer. Submitted text never changes: return it, then draft anew ``based_on`` it."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … within the claim.")
    state = models.CharField(max_length=12, default=VerdictState.DRAFT, editable=False)
    rating = models.ForeignKey(Rating, null=True, on_delete=models.PROTECT, related_name="+")
    summary = models.TextField(max_length=2000, blank=True)
    justification = models.TextField(max_length=JUSTIFICATION_MAX_CHARACTERS, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verdicts")
    based_on = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="successors")
    claim_revision = models.ForeignKey(ClaimRevision, null=True, on_delete=models.PROTECT, related_name="verdicts")
    policy = models.ForeignKey(ReviewPolicy, null=True, on_delete=models.PROTECT, related_name="+")
    evidence = models.ManyToManyField(Evidence, through="Citation", related_name="verdicts")
    submitted_at = models.DateTimeField(null=True, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, editable=False, help_text="Superseded, retracted, returned …")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        indexes = [
            models.Index(fields=["-published_at"], condition=models.Q(state="published"), name="claims_published")
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="claims_verdict_numbered"),
            models.CheckConstraint(
                condition=models.Q(state__in=[s.value for s in VerdictState]), name="claims_verdict_state_known"
            ),
            models.UniqueConstraint(
                fields=["claim"],
                condition=models.Q(state__in=[s.value for s in OPEN_VERDICT_STATES]),
                name="claims_one_open_verdict",
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=models.Q(state="published"), name="claims_one_published_verdict"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=_FROZEN)
                | models.Q(
                    claim_revision__isnull=False, policy__isnull=False, rating__isnull=False, submitted_at__isnull=False
                ),
                name="claims_submitted_verdict_is_frozen",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["published", "superseded", "retracted"],
                    published_at__isnull=False,
                    published_by__isnull=False,
                )
                | ~models.Q(state__in=["published", "superseded", "retracted"])
                & models.Q(published_at=None, published_by=None),
                name="claims_verdict_published_iff_stated",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.claim_id} verdict {self.number}: {self.state}"


class Citation(models.Model):
    """A verdict cites a piece of evidence."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="citations")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="citations")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["verdict", "evidence"], name="claims_cited_once"),
            models.UniqueConstraint(fields=["verdict", "position"], name="claims_citation_ordered"),
        ]

    def __str__(self) -> str:
        return f"verdict {self.verdict_id} cites {self.evidence_id}"


class Vote(models.Model):
    """A reviewer's own rating of a submitted verdict. A trigger refuses the author's (see migrations)."""

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="votes")
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="votes")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=5000, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("id",)
        constraints = [models.UniqueConstraint(fields=["verdict", "voter"], name="claims_one_vote_a_person")]

    def __str__(self) -> str:
        return f"{self.voter_id} on verdict {self.verdict_id}"


class Decision(models.Model):
    """A recorded decision on a verdict beside votes: adjudicated, returned, withdrawn or abandoned, and why."""

    class Kind(models.TextChoices):
        ADJUDICATED_APPROVED = "adjudicated_approved"
        ADJUDICATED_RETURNED = "adjudicated_returned"
        RETURNED = "returned"
        WITHDRAWN = "withdrawn"
        ABANDONED = "abandoned"

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    rating = models.ForeignKey(Rating, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(max_length=5000, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"verdict {self.verdict_id} {self.kind}"


class Correction(models.Model):
    """What changed after publication, and why, in public (IFCN Code of Principles, commitment 5)."""

    class Kind(models.TextChoices):
        VERDICT_CHANGED = "verdict_changed", "Verdict changed"
        FACTUAL_ERROR = "factual_error", "Factual error"
        UPDATE = "update", "Update"
        EDITORS_NOTE = "editors_note", "Editor's note"
        MINOR = "minor", "Minor correction"
        RETRACTION = "retraction", "Retraction"

    MINOR_KINDS = (Kind.EDITORS_NOTE, Kind.MINOR)

    corrected = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="corrections")
    draft = models.OneToOneField(Verdict, null=True, on_delete=models.PROTECT, related_name="correction")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    note = models.TextField(max_length=5000, help_text="Shown to the public.")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    effective_at = models.DateTimeField(null=True, editable=False, help_text="When it became public.")
    abandoned_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="retraction", draft=None)
                | ~models.Q(kind="retraction") & models.Q(draft__isnull=False),
                name="claims_correction_drafts_unless_retraction",
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_by=None) | ~models.Q(confirmed_by=models.F("asked_by")),
                name="claims_correction_second_person_differs",
            ),
            models.UniqueConstraint(
                fields=["corrected"],
                condition=models.Q(kind="retraction", effective_at=None, abandoned_at=None),
                name="claims_one_pending_retraction",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of verdict {self.corrected_id}"
