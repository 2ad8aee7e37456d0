"""The back office's view of trail, outbox and idempotency keys; of deliveries: ``factcheck.accounts.admin``."""

from __future__ import annotations

from django.contrib import admin

from factcheck.core.back_office import ReadOnlyAdmin
from factcheck.core.models import AuditEvent, IdempotencyKey, OutboxMessage


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnlyAdmin):
    """The trail: appended to by services only."""

    list_display = ("created_at", "subject", "sequence", "action", "actor", "object_type", "object_id")
    list_filter = ("action", "created_at")
    search_fields = ("=subject", "=object_id", "=sha256")
    list_select_related = ("actor",)


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    """What was told to other parts of the house."""

    list_display = ("id", "topic", "payload", "created_at")
    list_filter = ("topic", "created_at")
    search_fields = ("=id", "topic")
    list_select_related = ()


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnlyAdmin):
    """Which POST requests were answered; what the answers said stays out of sight."""

    list_display = ("created_at", "user", "method", "path", "status")
    list_filter = ("status", "created_at")
    search_fields = ("path", "=user__username")
    list_select_related = ("user",)
    kept_back = ("body", "key", "headers", "request_sha256")
