"""Stored answers to repeated requests: finding one, and forgetting the old ones."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from factcheck.core.models.idempotency import IdempotencyKey

KEPT_FOR = timedelta(hours=24)


def kept(*, user_id: int, method: str, path: str, key: str) -> IdempotencyKey | None:
    """Return the stored answer, or None; one past its day is deleted, so that the key is free again."""
    row = IdempotencyKey.objects.filter(user_id=user_id, method=method, path=path, key=key).first()
    if row is not None and row.created_at <= timezone.now() - KEPT_FOR:
        row.delete()
        return None
    return row


def purge() -> int:
    """Delete the answers that are older than a day; return how many."""
    deleted, _ = IdempotencyKey.objects.filter(created_at__lte=timezone.now() - KEPT_FOR).delete()
    return deleted
