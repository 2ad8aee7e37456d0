"""Fact-checks others have published, from the Google Fact Check Tools API.

``base_url`` is the versioned root, such as ``https://factchecktools.googleapis.com/v1alpha1``. The key travels in a
header, never in the URL, where logs would keep it.

Source: https://developers.google.com/fact-check/tools/api/reference/rest/v1alpha1/claims/search
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from factcheck.sources.http import Door, Response
from factcheck.sources.providers import answers
from factcheck.sources.providers.base import Account, Found, ProviderFailed, ProviderRefused, Query
from factcheck.sources.providers.words import words_of

PAGE_SIZE = 25
MAX_REQUESTS = 5
MOST_WORDS = 8
_QUOTA_REASONS = {
    "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED", "dailyLimitExceeded", "quotaExceeded", "rateLimitExceeded",
}  # fmt: skip


class GoogleFactCheck:
    """Reviews of like claims; the address is the review's own page."""

    kind = "google_factcheck"
    label = "Google Fact Check Tools"
    needs_key = True

    async def search(self, query: Query, account: Account, door: Door) -> list[Found]:
        """Return published reviews within the window, in the order of the API."""
        if not account.api_key:
            raise ProviderRefused("no_key", "this provider needs an API key")
        words = words_of(query, most=MOST_WORDS)
        if not words:
            return []
        parameters = {"query": " ".join(words), "pageSize": str(min(query.limit, PAGE_SIZE))}
        if query.language:
            parameters["languageCode"] = query.language
        found: dict[str, Found] = {}
        for _ in range(MAX_REQUESTS):
            answer = await _ask(parameters, account, door)
            for review in _reviews(answer):
                if query.covers(review.published_at):
                    found.setdefault(review.url, review)
            token = answers.child(answer, "nextPageToken", str)
            if not token or token == parameters.get("pageToken") or len(found) >= query.limit:
                break
            # Every other parameter must repeat: the token is bound to them.
            parameters["pageToken"] = token
        return list(found.values())[: query.limit]


def _reviews(answer: dict[str, Any]) -> Iterator[Found]:
    for claim in answers.objects(answer, "claims"):
        said = answers.child(claim, "text", str)
        for review in answers.objects(claim, "claimReview"):
            url = answers.web_url(answers.child(review, "url", str))
            if url is None:
                continue
            title = answers.child(review, "title", str) or said
            publisher = answers.child(answers.child(review, "publisher", dict), "name", str)
            parts = [said, answers.child(review, "textualRating", str), publisher]
            yield Found(
                url=url,
                title=answers.title_of(title),
                snippet=answers.snippet_of(" — ".join(part for part in parts if part)),
                published_at=answers.moment(answers.child(review, "reviewDate", str)),
            )


async def _ask(parameters: dict[str, str], account: Account, door: Door) -> dict[str, Any]:
    url = f"{account.base_url.rstrip('/')}/claims:search?{urlencode(parameters)}"
    headers = {"Accept": "application/json", "X-Goog-Api-Key": account.api_key}
    response = await answers.ask(door, url, headers=headers)
    if response.status in {400, 403, 429}:
        raise _refusal(response)
    answers.require_ok(response)
    answer = answers.json_object(response)
    if "error" in answer:
        raise ProviderFailed("provider_error", _message(answers.child(answer, "error", dict)))
    return answer


def _refusal(response: Response) -> ProviderFailed | ProviderRefused:
    """Tell a spent quota, a wrong key and a wrong question apart, as google.rpc.ErrorInfo and RetryInfo do."""
    error: dict[str, Any] = {}
    try:
        error = answers.child(answers.json_object(response), "error", dict)
        details = answers.objects(error, "details") + answers.objects(error, "errors")
    except ProviderFailed:
        details = []  # a proxy's own page: the status alone must tell
    reasons = {str(detail.get("reason", "")) for detail in details} | {str(error.get("status", ""))}
    if response.status == 429 or reasons & _QUOTA_REASONS:
        return ProviderRefused("quota", _message(error), _wait_s(response, details))
    if response.status == 403 or "API_KEY_INVALID" in reasons:
        return ProviderRefused("not_authorised", _message(error))
    return ProviderFailed(f"http_{response.status}", _message(error))


def _wait_s(response: Response, details: list[dict[str, Any]]) -> int | None:
    for detail in details:
        delay = re.fullmatch(r"([0-9]{1,6})(?:\.[0-9]+)?s", str(detail.get("retryDelay", "")))
        if delay:
            return min(max(int(delay.group(1)), 1), answers.MAX_RETRY_AFTER_S)
    return answers.retry_after_s(response)


def _message(error: dict[str, Any]) -> str:
    return answers.plain_text(str(error.get("message", "")), most=300)
