"""The back office's view of people, their tokens, and deliveries."""

from factcheck.accounts.admin.deliveries import DeliveryAdmin
from factcheck.accounts.admin.people import TokenAdmin, UserAdmin

__all__ = ["DeliveryAdmin", "TokenAdmin", "UserAdmin"]
