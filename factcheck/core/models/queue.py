"""The columns every unit of work shares: the row is the truth, Celery only rings the bell (ARCHITECTURE.md)."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

QUEUED = "queued"
FAILED = "failed"


class QueueRow(models.Model):
    """A leased unit of work. ``next_attempt_at`` is the only way to wait; ``lease_token`` fences late finishers."""

    state = models.CharField(max_length=16, default=QUEUED, editable=False)
    next_attempt_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveIntegerField(default=0, help_text="How often a worker took this row.")
    failures = models.PositiveSmallIntegerField(
        default=0, help_text="Failed attempts since it was last queued by a person."
    )
    reason = models.CharField(max_length=64, blank=True, default="", help_text="Stable code of the last failure.")
    reason_detail = models.CharField(max_length=500, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    lease_token = models.UUIDField(null=True, blank=True, editable=False)
    leased_alone = models.BooleanField(default=False, editable=False)
    must_run_alone = models.BooleanField(default=False, editable=False, help_text="Lost its lease in a batch before.")
    leases_lost_alone = models.PositiveSmallIntegerField(default=0, editable=False)
    rung_at = models.DateTimeField(null=True, blank=True, editable=False)
    rings = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def queue_meta(
    table: str, working: str, final: tuple[str, ...]
) -> tuple[list[models.Index], list[models.BaseConstraint]]:
    """Return the indexes and constraints of a queue table.

    Args:
        table: prefix of the constraint names.
        working: the state in which a row holds a lease.
        final: the states a worker no longer touches.
    """
    indexes = [
        models.Index(fields=["next_attempt_at", "id"], condition=models.Q(state=QUEUED), name=f"{table}_due"),
        models.Index(fields=["lease_until"], condition=models.Q(state=working), name=f"{table}_leased"),
    ]
    held = models.Q(lease_token__isnull=False, lease_until__isnull=False)
    free = models.Q(lease_token__isnull=True, lease_until__isnull=True)
    constraints: list[models.BaseConstraint] = [
        models.CheckConstraint(condition=models.Q(state__in=[QUEUED, working, *final]), name=f"{table}_state_known"),
        models.CheckConstraint(
            condition=(models.Q(state=working) & held) | (~models.Q(state=working) & free),
            name=f"{table}_lease_iff_working",
        ),
        models.CheckConstraint(
            condition=models.Q(state__in=[QUEUED, working], finished_at__isnull=True)
            | models.Q(state__in=list(final), finished_at__isnull=False),
            name=f"{table}_finished_iff_final",
        ),
    ]
    return indexes, constraints
