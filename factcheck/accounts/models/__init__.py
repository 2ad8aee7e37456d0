"""Accounts' tables."""

from factcheck.accounts.models.token import Token
from factcheck.accounts.models.user import User

__all__ = ["Token", "User"]
