"""Search a wiki through MediaWiki's Action API; ``base_url`` is its ``api.php``.

A finding is pinned to the revision that was current: ``fullurl`` plus ``oldid``, so that a quotation can be checked
after the page has changed. That form, not ``index.php?title=…``, because robots.txt of Wikipedia closes ``/w/``.
A wiki page has no day of publication, so findings carry none and the window of the query does not apply.

Source: https://www.mediawiki.org/wiki/API:Search, API:Info, API:Errors_and_warnings, Manual:Maxlag_parameter
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from factcheck.sources.http import Door
from factcheck.sources.providers import answers
from factcheck.sources.providers.base import Account, Found, ProviderFailed, ProviderRefused, Query
from factcheck.sources.providers.words import words_of

PAGE_SIZE = 50
MAX_REQUESTS = 5
MAXLAG_S = 5
_WAITS = {"maxlag": "overloaded", "ratelimited": "rate_limited", "search-backend-error": "overloaded"}
_CLOSED = {"readapidenied": "not_authorised", "permissiondenied": "not_authorised", "search-text-disabled": "disabled"}


class MediaWiki:
    """Articles of a wiki, best match first."""

    kind = "mediawiki"
    label = "MediaWiki search"
    needs_key = False

    async def search(self, query: Query, account: Account, door: Door) -> list[Found]:
        """Return pages pinned to their current revision."""
        words = words_of(query)
        if not words:
            return []
        hits = await _hits(" OR ".join(words), query.limit, account, door)
        found: list[Found] = []
        for start in range(0, len(hits), PAGE_SIZE):
            found += await _pinned(hits[start : start + PAGE_SIZE], account, door)
        return found


async def _hits(expression: str, limit: int, account: Account, door: Door) -> list[dict[str, Any]]:
    hits: dict[int, dict[str, Any]] = {}
    offset = 0
    for _ in range(MAX_REQUESTS):
        answer = await _ask(
            {
                "list": "search",
                "srsearch": expression,
                "srnamespace": "0",
                "srprop": "snippet",
                "srinfo": "",
                "srlimit": str(min(limit - len(hits), PAGE_SIZE)),
                "sroffset": str(offset),
            },
            account,
            door,
        )
        for hit in answers.objects(answers.child(answer, "query", dict), "search"):
            hits.setdefault(answers.child(hit, "pageid", int), hit)
        following = answers.child(answers.child(answer, "continue", dict), "sroffset", int)
        if len(hits) >= limit or following <= offset:
            break
        offset = following
    return list(hits.values())[:limit]


async def _pinned(hits: list[dict[str, Any]], account: Account, door: Door) -> list[Found]:
    ids = "|".join(str(answers.child(hit, "pageid", int)) for hit in hits)
    answer = await _ask({"prop": "info", "inprop": "url", "pageids": ids}, account, door)
    pages = answers.objects(answers.child(answer, "query", dict), "pages")
    urls = {answers.child(page, "pageid", int): _pinned_url(page, account.base_url) for page in pages}
    found = []
    for hit in hits:
        url = urls.get(hit["pageid"])
        if url is not None:  # a page deleted between the two questions has none
            title = answers.title_of(answers.child(hit, "title", str))
            found.append(Found(url, title, answers.snippet_of(answers.child(hit, "snippet", str)), None))
    return found


def _pinned_url(page: dict[str, Any], base_url: str) -> str | None:
    url = answers.web_url(answers.child(page, "fullurl", str), base=base_url)
    revision = answers.child(page, "lastrevid", int)
    if url is None or not revision or answers.child(page, "missing", bool):
        return None
    return answers.web_url(f"{url}{'&' if '?' in url else '?'}oldid={revision}")


async def _ask(parameters: dict[str, str], account: Account, door: Door) -> dict[str, Any]:
    always = {"action": "query", "format": "json", "formatversion": "2", "maxlag": str(MAXLAG_S)}
    base = account.base_url
    url = f"{base}{'&' if '?' in base else '?'}{urlencode(always | parameters)}"
    response = await answers.ask(door, url, headers={"Accept": "application/json"})
    answers.require_ok(response)
    answer = answers.json_object(response)
    error = answers.child(answer, "error", dict)
    if error:  # the Action API reports its errors with HTTP 200
        code = answers.child(error, "code", str)
        detail = answers.plain_text(f"{code}: {answers.child(error, 'info', str)}", most=300)
        if code in _CLOSED:
            raise ProviderRefused(_CLOSED[code], detail)
        raise ProviderFailed(_WAITS.get(code, "provider_error"), detail, answers.retry_after_s(response))
    return answer
