"""Import checks published elsewhere as precedents; doing it twice gives one result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from claims.models import Precedent
from claims.publishing.claimreview import parse
from claims.services.inputs import Problems
from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.core.errors import Invalid

BATCH = 1000
REFUSALS_KEPT = 100
_LIMITS = {"id": 300, "text": 5000, "title": 1000, "claimant": 300, "rating": 200, "url": 2000, "publisher": 300}
_BODY_MAX_CHARACTERS = 200_000
_COLUMNS = ("text", "title", "claimant", "claim_date", "body", "rating", "url", "publisher")


@dataclass
class Imported:
    """How many rows were written, and the numbers (from 1) and reasons of the first that were refused."""

    written: int = 0
    refused_count: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    def refuse(self, number: int, reason: str) -> None:
        """Count a refused row."""
        self.refused_count += 1
        if len(self.refused) < REFUSALS_KEPT:
            self.refused.append((number, reason))


def import_precedents(rows: Iterable[Mapping[str, Any] | str], *, actor: User | None = None) -> Imported:
    """Write rows ``{id, text, title?, claimant?, date?, body?, rating?, url?}`` in batches; a known id is updated.

    Args:
        rows: mappings, or lines of JSON.
        actor: an editor; None for a command of the operator.

    Raises:
        NotPermitted: the actor is no editor.
    """
    if actor is not None:
        policy.require("precedent.import", actor)
    result = Imported()
    numbered = enumerate(rows, start=1)
    while batch := list(islice(numbered, BATCH)):
        precedents = {p.external_id: p for p in _judged(batch, result)}
        Precedent.objects.bulk_create(
            precedents.values(), update_conflicts=True, unique_fields=["external_id"], update_fields=_COLUMNS
        )
        result.written += len(precedents)
    return result


def import_claimreviews(html: str, url: str, *, actor: User | None = None) -> Imported:
    """Write the ClaimReviews of a page or JSON-LD document as precedents, each known by its address and claim.

    Raises:
        NotPermitted: the actor is no editor.
        TooLarge: the page is.
    """
    rows = (
        {
            "id": _identity(review),
            "text": review["claim"],
            "claimant": review["claimant"],
            "date": review["claim_date"],
            "rating": review["rating_text"],
            "url": review["url"],
            "publisher": review["author"],
        }
        for review in parse(html, url)
    )
    return import_precedents(rows, actor=actor)


def _identity(review: Mapping[str, Any]) -> str:
    digest = hashlib.sha256(f"{review['url']}\n{review['claim']}".encode(errors="replace")).hexdigest()
    return f"claimreview:{digest}"


def _judged(batch: list[tuple[int, Mapping[str, Any] | str]], result: Imported) -> Iterator[Precedent]:
    for number, row in batch:
        try:
            yield _precedent(json.loads(row) if isinstance(row, str) else row)
        except json.JSONDecodeError:
            result.refuse(number, "not JSON")
        except Invalid as error:
            result.refuse(number, "; ".join(f"{name}: {' '.join(found)}" for name, found in error.errors.items()))


def _precedent(row: Any) -> Precedent:
    if not isinstance(row, Mapping):
        raise Invalid({"row": ["This is no object."]})
    values = {name: str(row.get(name) or "").strip() for name in (*_LIMITS, "body")}
    problems = Problems()
    for name, limit in _LIMITS.items():
        problems.text(name, values[name], at_most=limit, is_required=name in {"id", "text"})
    problems.text("body", values["body"], at_most=_BODY_MAX_CHARACTERS)
    if values["url"]:
        problems.url("url", values["url"])
    problems.refuse()
    return Precedent(external_id=values.pop("id"), claim_date=_day(row.get("date")), **values)


def _day(value: Any) -> date | None:
    """Return the day a date or time names, or None: publishers write dates in every way, and it is only shown."""
    try:
        return date.fromisoformat(str(value or "")[:10])
    except ValueError:
        return None
