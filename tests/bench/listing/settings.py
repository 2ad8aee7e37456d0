"""The service as shipped, but for the rate limit: it still counts every request, only nobody reaches it."""

from __future__ import annotations

from config.settings.dev import *  # noqa: F403

API_RATES = {"actor": 10**9}
