"""The profile of ClaimReview this service writes, as JSON Schema 2020-12: stricter than schema.org, as exchange needs.

Source: Google's profile (see ``claimreview``) plus the rules that make a record checkable by a machine: absolute
addresses, ISO dates, numbers only as a whole scale.
"""

from __future__ import annotations

from typing import Any

_TEXT: dict[str, Any] = {"type": "string", "pattern": r"\S"}
_ADDRESS: dict[str, Any] = {"type": "string", "pattern": r"^https?://[^\s/?#]+\S*$"}
_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_DATE: dict[str, Any] = {"type": "string", "pattern": f"^{_DAY}$"}
_MOMENT: dict[str, Any] = {"type": "string", "pattern": rf"^{_DAY}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"}


def _object(
    kind: str | list[str], required: tuple[str, ...], properties: dict[str, Any], **more: Any
) -> dict[str, Any]:
    type_rule = {"enum": kind} if isinstance(kind, list) else {"const": kind}
    return {
        "type": "object",
        "required": ["@type", *required],
        "properties": {"@type": type_rule, **properties},
        "additionalProperties": False,
        **more,
    }


_WORK = _object("CreativeWork", ("url",), {"url": _ADDRESS, "name": _TEXT})
_WORKS = {"type": "array", "minItems": 1, "items": _WORK}
_RATING = _object(
    "Rating",
    ("alternateName",),
    {
        "alternateName": _TEXT,
        "ratingValue": {"type": "integer"},
        "worstRating": {"type": "integer"},
        "bestRating": {"type": "integer"},
    },
    dependentRequired={
        "ratingValue": ["worstRating", "bestRating"],
        "worstRating": ["ratingValue"],
        "bestRating": ["ratingValue"],
    },
)
_CLAIM = _object(
    "Claim",
    ("name", "text"),
    {
        "name": {**_TEXT, "maxLength": 74},
        "text": _TEXT,
        "author": _object(
            ["Person", "Organization"],
            ("name",),
            {"name": _TEXT, "sameAs": {"type": "array", "minItems": 1, "items": _ADDRESS}},
        ),
        "datePublished": _DATE,
        "firstAppearance": _WORK,
        "appearance": _WORKS,
    },
)

PROFILE: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "ClaimReview as published",
    **_object(
        "ClaimReview",
        ("@context", "url", "claimReviewed", "datePublished", "author", "reviewRating", "itemReviewed"),
        {
            "@context": {"const": "https://schema.org"},
            "url": _ADDRESS,
            "claimReviewed": {**_TEXT, "maxLength": 74},
            "datePublished": _MOMENT,
            "dateModified": _MOMENT,
            "inLanguage": {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"},
            "author": _object("Organization", ("name", "url"), {"name": _TEXT, "url": _ADDRESS, "logo": _ADDRESS}),
            "reviewRating": _RATING,
            "reviewBody": _TEXT,
            "itemReviewed": _CLAIM,
            "citation": _WORKS,
            "correction": {
                "type": "array",
                "minItems": 1,
                "items": _object(
                    "CorrectionComment", ("text", "datePublished"), {"text": _TEXT, "datePublished": _MOMENT}
                ),
            },
        },
    ),
}
