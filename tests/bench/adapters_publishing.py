"""Fits ``claims.publishing`` to the ClaimReview import harness: ``--callable adapters_publishing.py:extract``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

# The harness loads this file by path, from a directory of its own.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from claims.publishing.claimreview import parse


def extract(html: str, url: str) -> list[dict[str, Any]]:
    """Return the page's ClaimReviews under the harness's keys, which are those of the contract."""
    return parse(html, url)
