"""Accounts' tables."""

from factcheck.accounts.models.user import User

__all__ = ["User"]
