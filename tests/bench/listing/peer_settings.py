"""The same settings with one plain view instead of all URLs."""

from __future__ import annotations

from tests.bench.listing.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.listing.peer_urls"
