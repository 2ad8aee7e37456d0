"""schema.org ClaimReview: written for our own fact-checks, read from anybody's page.

Sources: https://schema.org/ClaimReview and Google's profile of it
(https://developers.google.com/search/docs/appearance/structured-data/factcheck).
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from claims.publishing.claimreview_reader import MAX_HTML_CHARACTERS, parse
from claims.publishing.hygiene import is_web_url, one_line, printable, rfc3339
from claims.publishing.records import PublishedCheck, PublishedClaimant, PublishedRating
from factcheck.core.errors import NotAllowedInState

__all__ = ["MAX_HTML_CHARACTERS", "MAX_SHORT_CLAIM", "as_script", "build", "parse", "short_claim"]

MAX_SHORT_CLAIM = 74
_SCRIPT_ESCAPES = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def build(check: PublishedCheck) -> dict[str, Any]:
    """Return the ClaimReview of a published fact-check, absent properties left out.

    Raises:
        NotAllowedInState: the check was retracted. Its page stays, but machines must not go on spreading the rating.
    """
    if check.is_retracted:
        raise NotAllowedInState("A retracted fact-check has no ClaimReview.")
    document: dict[str, Any] = _without_empty(
        {
            "@context": "https://schema.org",
            "@type": "ClaimReview",
            "url": check.url,
            "claimReviewed": short_claim(check.claim_text),
            "datePublished": rfc3339(check.published_at),
            "dateModified": rfc3339(check.modified_at),
            "inLanguage": check.language,
            "author": _organisation(check),
            "reviewRating": _rating(check.rating),
            "reviewBody": printable(check.summary),
            "itemReviewed": _claim(check),
            "citation": _citations(check),
            "correction": _corrections(check),
        }
    )
    return document


def short_claim(text: str) -> str:
    """Return the claim on one line in fewer than 75 characters, as Google's profile advises.

    Only a longer claim is shortened, between words, and an ellipsis says that it goes on: a reader is never shown a
    piece as if it were the whole. The full wording stands in ``itemReviewed.text``, and ``parse`` puts it back.
    """
    line = one_line(text)
    if len(line) <= MAX_SHORT_CLAIM:
        return line
    room = MAX_SHORT_CLAIM - 1
    end = line.rfind(" ", 0, room + 1)
    if end < room // 2:  # a script without spaces, or one endless word: cut it, but not off its accents
        end = room
        while end > 1 and unicodedata.combining(line[end]):
            end -= 1
    return line[:end].rstrip(" ,;:–—-") + "…"


def as_script(document: dict[str, Any]) -> str:
    """Return JSON-LD to stand between ``<script type="application/ld+json">`` and its end tag, unable to leave it."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return printable(text).translate(_SCRIPT_ESCAPES)


def _organisation(check: PublishedCheck) -> dict[str, Any]:
    organisation = check.author_org
    return {
        "@type": "Organization",
        "name": organisation.name,
        "url": organisation.url,
        "logo": organisation.logo_url,
    }


def _rating(rating: PublishedRating) -> dict[str, Any]:
    answer: dict[str, Any] = {"@type": "Rating", "alternateName": rating.label}
    if rating.value is not None:  # "misleading" or "unproven" has no number; inventing one would rank it
        answer |= {"ratingValue": rating.value, "worstRating": rating.worst, "bestRating": rating.best}
    return answer


def _claim(check: PublishedCheck) -> dict[str, Any]:
    return {
        "@type": "Claim",
        "name": short_claim(check.claim_text),
        "text": printable(check.claim_text),
        "author": _claimant(check.claimant),
        "datePublished": check.claim_date.isoformat() if check.claim_date else "",
        "firstAppearance": _work(check.first_appearance),
        "appearance": [_work(url) for url in check.appearances],
    }


def _claimant(claimant: PublishedClaimant | None) -> dict[str, Any]:
    if claimant is None:
        return {}
    return {
        "@type": "Organization" if claimant.kind == "organization" else "Person",
        "name": claimant.name,
        "sameAs": [url for url in claimant.same_as if is_web_url(url)],
    }


def _citations(check: PublishedCheck) -> list[dict[str, Any]]:
    titles = {item.source_url: item.source_title for item in check.evidence}
    return [_work(url, name=title) for url, title in titles.items()]


def _corrections(check: PublishedCheck) -> list[dict[str, Any]]:
    return [
        {"@type": "CorrectionComment", "text": item.note, "datePublished": rfc3339(item.at)}
        for item in check.corrections
    ]


def _work(url: str, *, name: str = "") -> dict[str, Any]:
    return {"@type": "CreativeWork", "url": url, "name": name} if is_web_url(url) else {}


def _without_empty(value: Any) -> Any:
    """Drop empty strings, lists and objects at every depth; a zero is a value."""
    if isinstance(value, dict):
        kept = {key: _without_empty(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in ("", [], {}, None)}
    if isinstance(value, list):
        return [item for item in map(_without_empty, value) if item not in ("", [], {}, None)]
    return printable(value) if isinstance(value, str) else value
