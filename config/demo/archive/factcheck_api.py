"""Stands in for ``claims:search`` of the Google Fact Check Tools API.

Source: https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from config.demo.archive.library import Review

PAGE_SIZE = 10
MOST_RESULTS = 100
LEAST_SHARED_WORDS = 2
_WORD = re.compile(r"\w{3,}")
_TOKEN = re.compile(r"([0-9]{1,4})-([0-9a-f]{16})")


class ApiError(Exception):
    """An error of the API: HTTP status, its name, and a sentence."""

    def __init__(self, status: int, name: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.answer = {"error": {"code": status, "message": message, "status": name, "details": []}}


def search(
    parameters: Mapping[str, str], *, has_key: bool, reviews: tuple[Review, ...], base_url: str
) -> dict[str, Any]:
    """Return claims that share words with ``query``; the empty object when none does.

    Raises:
        ApiError: without a key, without a query, or with a token of another question.
    """
    if not has_key:
        raise ApiError(403, "PERMISSION_DENIED", "The request is missing a valid API key.")
    query = parameters.get("query", "")
    if not query.strip():
        raise ApiError(400, "INVALID_ARGUMENT", "Request must contain a query.")
    size = _page_size(parameters.get("pageSize", ""))
    offset = _offset(parameters)
    hits = [] if _is_foreign(parameters.get("languageCode", "")) else _hits(query, reviews)
    answer: dict[str, Any] = {}
    if hits[offset : offset + size]:
        answer["claims"] = [_claim(review, base_url) for review in hits[offset : offset + size]]
    if offset + size < len(hits):
        answer["nextPageToken"] = f"{offset + size}-{_digest(parameters)}"
    return answer


def _hits(query: str, reviews: tuple[Review, ...]) -> list[Review]:
    words = _words(query)
    needed = min(LEAST_SHARED_WORDS, max(len(words), 1))
    shared = [(len(words & _words(f"{review.claim} {review.title}")), review) for review in reviews]
    close = [row for row in shared if row[0] >= needed]
    return [review for _, review in sorted(close, key=lambda row: -row[0])]


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(text)}


def _is_foreign(language: str) -> bool:
    return bool(language) and language.split("-", maxsplit=1)[0].lower() != "en"


def _page_size(text: str) -> int:
    if not text:
        return PAGE_SIZE
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise ApiError(400, "INVALID_ARGUMENT", "Invalid value at 'page_size'.")
    return min(int(text) or PAGE_SIZE, MOST_RESULTS)


def _offset(parameters: Mapping[str, str]) -> int:
    token = parameters.get("pageToken", "")
    if not token:
        return 0
    match = _TOKEN.fullmatch(token)
    if match is None or match[2] != _digest(parameters):
        raise ApiError(400, "INVALID_ARGUMENT", "Invalid page token.")
    return int(match[1])


def _digest(parameters: Mapping[str, str]) -> str:
    """Return a digest of what a page token is bound to."""
    kept = sorted((name, value) for name, value in parameters.items() if name not in {"pageToken", "key"})
    return hashlib.sha256(repr(kept).encode()).hexdigest()[:16]


def _claim(review: Review, base_url: str) -> dict[str, Any]:
    return {
        "text": review.claim,
        "claimant": review.claimant,
        "claimDate": f"{review.claim_date.isoformat()}T00:00:00Z",
        "claimReview": [
            {
                "publisher": {"name": review.publisher, "site": "127.0.0.1"},
                "url": f"{base_url}/reviews/{review.slug}",
                "title": review.title,
                "reviewDate": f"{review.reviewed.isoformat()}T00:00:00Z",
                "textualRating": review.rating,
                "languageCode": "en",
            }
        ],
    }
