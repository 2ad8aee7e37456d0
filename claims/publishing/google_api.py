"""The wire shapes of Google's Fact Check Tools API v1alpha1, for clients written against it.

As that API does, empty fields and lists are left out, so an empty answer is ``{}``.
Source: https://developers.google.com/fact-check/tools/api/reference/rest
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from claims.publishing.hygiene import printable, rfc3339
from claims.publishing.records import PublishedCheck
from factcheck.core.errors import Invalid

MAX_TOKEN_CHARACTERS = 512
# Parameters that may change between pages: the token itself, keys and Google's system parameters.
_UNBOUND = frozenset(
    {"pageToken", "key", "access_token", "oauth_token", "alt", "$alt", "callback", "fields", "$fields", "prettyPrint"}
    | {"quotaUser", "userIp", "uploadType", "upload_protocol", "$.xgafv", "$prettyPrint"}
)


def claim_search_response(checks: Sequence[PublishedCheck], next_page_token: str = "") -> dict[str, Any]:
    """Return the answer of ``claims:search``; retracted checks do not appear."""
    claims = [_claim(check) for check in checks if not check.is_retracted]
    return _present({"claims": claims, "nextPageToken": next_page_token})


def pages_response(checks: Sequence[PublishedCheck], next_page_token: str = "") -> dict[str, Any]:
    """Return the answer of ``pages``; retracted checks do not appear."""
    pages = [page_resource(check) for check in checks if not check.is_retracted]
    return _present({"claimReviewMarkupPages": pages, "nextPageToken": next_page_token})


def page_resource(check: PublishedCheck) -> dict[str, Any]:
    """Return one ``ClaimReviewMarkupPage``. Its ``versionId`` changes exactly when the rest of it does."""
    organisation = check.author_org
    page = _present(
        {
            "name": f"pages/{check.slug}",
            "pageUrl": check.url,
            "publishDate": rfc3339(check.published_at)[:10],
            "claimReviewAuthor": _present({"name": organisation.name, "imageUrl": organisation.logo_url}),
            "claimReviewMarkups": [] if check.is_retracted else [_markup(check)],
        }
    )
    return {**page, "versionId": _digest(page)}


def error(*, code: int, message: str, status: str, details: Sequence[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """Return Google's error body; ``status`` is a name of google.rpc.Code such as ``INVALID_ARGUMENT``."""
    body = {"code": code, "message": message, "status": status, "details": [dict(item) for item in details]}
    return {"error": _present(body)}


def encode_page_token(position: str, parameters: Mapping[str, str]) -> str:
    """Return a token for the page after ``position``, good only with the same other parameters."""
    payload = json.dumps([position, _digest(_bound(parameters))], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(payload).decode().rstrip("=")


def decode_page_token(token: str, parameters: Mapping[str, str]) -> str:
    """Return the position a token stands for. It is not secret and not signed: treat it as a caller's input.

    Raises:
        Invalid: the token is not one of ours, or was given for other parameters.
    """
    try:
        position, digest = _payload(token)
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise Invalid({"pageToken": ["This page token cannot be read."]}) from None
    if digest != _digest(_bound(parameters)):
        raise Invalid({"pageToken": ["This page token was given for other parameters."]})
    return position


def _payload(token: str) -> tuple[str, str]:
    if len(token) > MAX_TOKEN_CHARACTERS:
        raise ValueError("too long")
    padded = token + "=" * (-len(token) % 4)
    position, digest = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    if not isinstance(position, str) or not isinstance(digest, str):
        raise TypeError("not two texts")
    return position, digest


def _claim(check: PublishedCheck) -> dict[str, Any]:
    organisation = check.author_org
    host = urlsplit(organisation.url).hostname or ""
    review = {
        "publisher": _present({"name": organisation.name, "site": host.removeprefix("www.")}),
        "url": check.url,
        "title": check.headline,
        "reviewDate": rfc3339(check.published_at),
        "textualRating": check.rating.label,
        "languageCode": check.language,
    }
    claim = {
        "text": check.claim_text,
        "claimant": check.claimant.name if check.claimant else "",
        "claimDate": f"{check.claim_date.isoformat()}T00:00:00Z" if check.claim_date else "",
        "claimReview": [_present(review)],
    }
    return _present(claim)


def _markup(check: PublishedCheck) -> dict[str, Any]:
    claimant, rating = check.claimant, check.rating
    numbers = {"ratingValue": rating.value, "worstRating": rating.worst, "bestRating": rating.best}
    author = {"name": claimant.name, "sameAs": next(iter(claimant.same_as), "")} if claimant else {}
    return _present(
        {
            "url": check.url,
            "claimReviewed": check.claim_text,
            "claimDate": check.claim_date.isoformat() if check.claim_date else "",
            "claimFirstAppearance": check.first_appearance,
            "claimAppearances": list(check.appearances),
            "claimAuthor": _present(author),
            "rating": {"textualRating": printable(rating.label), **(numbers if rating.value is not None else {})},
        }
    )


def _bound(parameters: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in parameters.items() if name not in _UNBOUND}


def _digest(value: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def _present(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are not empty, texts printable."""
    kept = {name: printable(value) if isinstance(value, str) else value for name, value in fields.items()}
    return {name: value for name, value in kept.items() if value not in ("", [], {}, None)}
