"""Put one question through the door and read the answer without trusting it.

Whatever a provider sends, its caller gets a value of the expected type, ProviderFailed or ProviderRefused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from factcheck.sources.http import Door, FetchFailed, Refused, Request, Response
from factcheck.sources.providers.base import MAX_URL_CHARACTERS, ProviderFailed, ProviderRefused

Value = TypeVar("Value")

MAX_JSON_BYTES = 2_000_000
TIMEOUT_S = 20.0
MAX_TITLE_CHARACTERS = 500
MAX_SNIPPET_CHARACTERS = 1000
MAX_RETRY_AFTER_S = 24 * 60 * 60
MAX_MARKUP_CHARACTERS = 20_000
# The door refuses these answers for their form; here that says the provider misbehaved, not that we may not ask.
_BAD_FORM = {"bad_encoding", "compression_ratio", "header_too_large", "too_large"}

# Inline elements may stand inside a word (search engines mark the hit), all others part words.
_INLINE = re.compile(r"</?(?:a|b|em|i|mark|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
# PostgreSQL text holds neither NUL nor lone surrogates, both of which JSON may carry.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NOT_IN_URL = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff]")


async def ask(
    door: Door, url: str, *, headers: Mapping[str, str] | None = None, max_bytes: int = MAX_JSON_BYTES
) -> Response:
    """Return the provider's response, whatever its status.

    Raises:
        ProviderFailed: nothing usable arrived.
        ProviderRefused: the door does not go there.
    """
    request = Request(
        url=url,
        headers=headers or {},
        max_wire_bytes=max_bytes,
        max_decoded_bytes=max_bytes,
        timeout_s=TIMEOUT_S,
    )
    try:
        return await door.fetch(request)
    except Refused as refusal:
        if refusal.reason in _BAD_FORM:
            raise ProviderFailed("bad_answer", str(refusal)) from refusal
        raise ProviderRefused(refusal.reason, refusal.detail) from refusal
    except FetchFailed as failure:
        raise ProviderFailed(failure.reason, failure.detail, failure.retry_after_s) from failure


def require_ok(response: Response) -> None:
    """Return if the status is 200.

    Raises:
        ProviderFailed: any other status but 401 and 403.
        ProviderRefused: 401 and 403, which only another key or permission cures.
    """
    status = response.status
    if status == 200:
        return
    if status in {401, 403}:
        raise ProviderRefused("not_authorised", f"HTTP {status}")
    reason = "rate_limited" if status == 429 else f"http_{status}"
    raise ProviderFailed(reason, f"HTTP {status}", retry_after_s(response))


def retry_after_s(response: Response) -> int | None:
    """Return the wait asked for in Retry-After, 1 s to 24 h; None when there is none or it is unreadable.

    Source: RFC 9110, section 10.2.3
    """
    value = response.headers.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]{1,9}", value):
        wait_s = int(value)
    else:
        try:
            until = parsedate_to_datetime(value)
            wait_s = round((until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
        except (ValueError, OverflowError):
            return None
    return min(max(wait_s, 1), MAX_RETRY_AFTER_S)


def json_object(response: Response) -> dict[str, Any]:
    """Return the JSON object in the body.

    Raises:
        ProviderFailed: ``bad_answer`` when the body is anything else.
    """
    try:
        answer = json.loads(response.body)
    except (ValueError, RecursionError) as error:
        raise ProviderFailed("bad_answer", "the answer is not JSON") from error
    if not isinstance(answer, dict):
        raise ProviderFailed("bad_answer", "the answer is not a JSON object")
    return answer


def child(parent: Mapping[str, Any], name: str, of: type[Value]) -> Value:
    """Return ``parent[name]``, or an empty value of type ``of`` when the name is absent.

    Raises:
        ProviderFailed: ``bad_answer`` when the value is of another type.
    """
    value = parent.get(name)
    if value is None:
        return of()
    # To Python a bool is an int; to a reader of JSON it is not.
    if not isinstance(value, of) or (isinstance(value, bool) and of is not bool):
        raise ProviderFailed("bad_answer", f"{name} is not of type {of.__name__}")
    return value


def objects(parent: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the list of objects ``parent[name]``, empty when the name is absent.

    Raises:
        ProviderFailed: ``bad_answer`` when it is not a list of objects.
    """
    values = child(parent, name, list)
    if not all(isinstance(value, dict) for value in values):
        raise ProviderFailed("bad_answer", f"{name} is not a list of objects")
    return list(values)


def plain_text(markup: str, *, most: int) -> str:
    """Return the words of an HTML fragment on one line, at most ``most`` characters."""
    text = _TAG.sub(" ", _INLINE.sub("", markup[:MAX_MARKUP_CHARACTERS]))
    text = _UNPRINTABLE.sub(" ", unescape(text))
    return " ".join(text.split())[:most].rstrip()


def title_of(markup: str) -> str:
    """Return a title as plain text within MAX_TITLE_CHARACTERS."""
    return plain_text(markup, most=MAX_TITLE_CHARACTERS)


def snippet_of(markup: str) -> str:
    """Return a snippet as plain text within MAX_SNIPPET_CHARACTERS."""
    return plain_text(markup, most=MAX_SNIPPET_CHARACTERS)


def web_url(address: str, *, base: str = "") -> str | None:
    """Return ``address`` as an absolute http(s) URL without fragment; None when it is none or only repeats ``base``."""
    if _NOT_IN_URL.search(address.strip()):
        return None
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        has_host = parts.hostname is not None and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    url = parts._replace(fragment="").geturl()
    if parts.scheme not in {"http", "https"} or not has_host or len(url) > MAX_URL_CHARACTERS or url == base:
        return None
    return url


def moment(value: str) -> datetime | None:
    """Return the start of an ISO 8601 year, month, day or moment in UTC; None when it is none.

    Source: W3C Note "Date and Time Formats", the profile sitemaps and most APIs use.
    """
    text = value.strip()[:40]
    if re.fullmatch(r"[0-9]{4}", text):
        text += "-01-01"
    elif re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
        text += "-01"
    try:
        stamp = datetime.fromisoformat(text)
        return stamp.replace(tzinfo=stamp.tzinfo or UTC).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
