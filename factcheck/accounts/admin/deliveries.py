"""Deliveries of outbox messages. Here, not in core, because their button asks for a role."""

from __future__ import annotations

from django.contrib import admin

from factcheck.accounts import policy
from factcheck.accounts.services import deliveries
from factcheck.core.back_office import ObjectAction, ReadOnlyAdmin
from factcheck.core.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Which consumer has what message, and how it went."""

    list_display = ("id", "message", "consumer", "state", "attempts", "failures", "reason", "next_attempt_at")
    list_filter = ("state", "consumer", "reason")
    search_fields = ("=id", "consumer", "message__topic")
    list_select_related = ("message",)
    kept_back = ("lease_token",)
    object_actions = (
        ObjectAction(
            "retry",
            "Try again",
            service=lambda row, actor: deliveries.retry(delivery_id=row.pk, actor=actor),
            offered_to=lambda row, actor: row.state == "failed" and policy.allowed("delivery.retry", actor),
        ),
    )
