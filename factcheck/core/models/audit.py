"""The append-only audit trail, hash-chained per subject."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class AuditEvent(models.Model):
    """One thing that happened. Holds ids and digests only; names and free text live in erasable rows.

    A plain SQL trigger refuses UPDATE, DELETE and TRUNCATE; the application role lacks the rights too.
    """

    subject = models.CharField(max_length=64, help_text="`claim:ID`, `inquiry:ID` or `desk`.")
    sequence = models.PositiveIntegerField(help_text="1, 2, 3 … within the subject.")
    action = models.CharField(max_length=64)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    object_sha256 = models.CharField(max_length=64, help_text="Of nonce and the object's row after the move.")
    data = models.JSONField(default=dict)
    nonce = models.CharField(max_length=32)
    previous_sha256 = models.CharField(max_length=64, blank=True)
    sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["subject", "sequence"], name="core_audit_one_chain"),
            models.CheckConstraint(
                condition=models.Q(sequence=1, previous_sha256="")
                | (models.Q(sequence__gt=1) & ~models.Q(previous_sha256="")),
                name="core_audit_first_has_no_previous",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} #{self.sequence} {self.action}"
