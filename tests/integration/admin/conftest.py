"""Signed-in browsers of the cast."""

from tests.integration.desk.conftest import sign_in

__all__ = ["sign_in"]
