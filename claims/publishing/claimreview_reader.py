"""Reads the fact-checks that a page declares as schema.org ClaimReview in JSON-LD.

Reports what the publisher wrote and invents nothing: a property that is missing or empty is None. Texts come back as
plain text and must be escaped like any other when shown.
"""

from __future__ import annotations

import html as html_entities
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from claims.publishing import jsonld
from claims.publishing.hygiene import is_web_url, one_line
from factcheck.core.errors import TooLarge

MAX_HTML_CHARACTERS = 5 * 1024 * 1024

Node = Mapping[str, Any]


def parse(html: str, url: str) -> list[dict[str, Any]]:
    """Return one dict for each ClaimReview on the page, in page order, none twice.

    Keys: claim, url, date, author, rating_text, rating_value, best, worst, claimant, claim_date (text or None, numbers
    as written) and appearances (list of web addresses, the first appearance first).

    Args:
        html: a page, or a bare JSON-LD document such as a Data Commons feed.
        url: where it was read; stands in for a missing ``url`` and resolves rooted ones.

    Raises:
        TooLarge: more than ``MAX_HTML_CHARACTERS``.
    """
    if len(html) > MAX_HTML_CHARACTERS:
        raise TooLarge(f"The page has more than {MAX_HTML_CHARACTERS} characters.")
    found = [node for document in jsonld.documents(html) for node in jsonld.nodes(document)]
    page = _Page(found, url)
    reviews = [page.review(node) for node in found if _is_claim_review(node)]
    unique = {(*map(str, review.values()),): review for review in reviews if review["claim"]}
    return list(unique.values())


class _Page:
    """The objects of one page, able to follow ``@id`` references between its blocks."""

    def __init__(self, nodes: Iterable[Node], url: str) -> None:
        self.url = url
        self._named: dict[str, dict[str, Any]] = {}
        for node in nodes:
            name = _identifier(node)
            if name and len(node) > 1:
                known = self._named.setdefault(name, {})
                known.update({key: value for key, value in node.items() if key not in known})

    def review(self, node: Node) -> dict[str, Any]:
        """Return the keys of ``parse`` for one ClaimReview object."""
        item = self._object(node.get("itemReviewed"))
        rating = node.get("reviewRating")
        scale = self._object(rating)
        return {
            "claim": _full_wording(_text(node.get("claimReviewed")), item),
            "url": self._address(node),
            "date": _text(node.get("datePublished")),
            "author": self._name(node.get("author")) or self._name(node.get("publisher")),
            "rating_text": _text(scale.get("alternateName")) or _text(scale.get("name")) or _text(rating),
            "rating_value": _text(scale.get("ratingValue")),
            "best": _text(scale.get("bestRating")),
            "worst": _text(scale.get("worstRating")),
            "claimant": self._name(item.get("author")),
            "claim_date": _text(item.get("datePublished")),
            "appearances": self._appearances(item),
        }

    def _object(self, value: Any) -> Node:
        """Return the first object of a value, completed by what its ``@id`` names; empty when there is none."""
        node = next((item for item in _as_list(value) if isinstance(item, Mapping)), {})
        known = self._named.get(_identifier(node))
        return {**known, **node} if known else node

    def _name(self, value: Any) -> str | None:
        """Return the name of the first person or organisation that has one."""
        names = (_text(item) or _text(self._object(item).get("name")) for item in _as_list(value))
        return next((name for name in names if name), None)

    def _address(self, node: Node) -> str:
        """Return the review's own address. One without a scheme stays as published: it cannot be told from a path."""
        address = _link(node.get("url")) or _link(node.get("mainEntityOfPage"))
        if address.startswith("/"):
            return _joined(self.url, address)
        has_other_scheme = bool(_scheme(address)) and not is_web_url(address)
        return self.url if not address or has_other_scheme else address

    def _appearances(self, item: Node) -> list[str]:
        values = [*_as_list(item.get("firstAppearance")), *_as_list(item.get("appearance"))]
        links = (_link(self._object(value)) if isinstance(value, Mapping) else _link(value) for value in values)
        return list(dict.fromkeys(link for link in links if is_web_url(link)))


def _is_claim_review(node: Node) -> bool:
    kinds = [*_as_list(node.get("@type")), *_as_list(node.get("type"))]
    return any(isinstance(kind, str) and _local_name(kind) == "ClaimReview" for kind in kinds)


def _local_name(kind: str) -> str:
    """Return the last part of ``https://schema.org/ClaimReview`` or ``schema:ClaimReview``."""
    return kind.strip().rsplit("/", 1)[-1].rsplit(":", 1)[-1]


def _full_wording(claim: str | None, item: Node) -> str | None:
    """Return the claim, or its full text where ``claimReviewed`` is missing or an announced abridgement of it."""
    text = _text(item.get("text"))
    if claim is None:
        return text or _text(item.get("name"))
    stem = claim.removesuffix("…").removesuffix("...").rstrip()
    return text if text and stem != claim and text.startswith(stem) else claim


def _identifier(node: Node) -> str:
    name = node.get("@id", node.get("id"))
    return name if isinstance(name, str) else ""


def _link(value: Any) -> str:
    """Return the first address of a text, an object with ``url`` or ``@id``, or a list of either."""
    for item in _as_list(value):
        found = _text(item.get("url")) or _text(_identifier(item)) if isinstance(item, Mapping) else _text(item)
        if found:
            return found
    return ""


def _text(value: Any) -> str | None:
    """Return the first text of a value on one line, entities resolved; None when it is empty or an object."""
    for item in _as_list(value):
        text = item.get("@value") if isinstance(item, Mapping) else item
        if isinstance(text, str) and (line := one_line(html_entities.unescape(text))):
            return line
    return None


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme
    except ValueError:
        return "invalid"


def _joined(base: str, address: str) -> str:
    try:
        joined = urljoin(base, address)
    except ValueError:
        return base
    return joined if is_web_url(joined) else base
