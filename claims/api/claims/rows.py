"""Builds what answers say about claims: plain dicts from plain values, because a serializer a row doubles the time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from claims.models import Appearance
from claims.permissions import available_actions
from claims.selectors.listing import claim_values, facts_of, stage_of_row
from claims.workflow import CLAIM_MOVES
from factcheck.accounts.models import User
from factcheck.core.errors import NotFound

_SITUATION = (
    "state", "open_verdict_state", "published_verdict_id", "has_retracted", "assignee_id", "correction_was_returned",
)  # fmt: skip


class ClaimRows:
    """Builds the rows of one answer; claims in the same situation share what was worked out for the first."""

    def __init__(self, actor: User) -> None:
        self.actor = actor
        self._known: dict[tuple[Any, ...], tuple[str, tuple[str, ...]]] = {}

    def build(self, values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return a ``ClaimRowShape`` for each row of ``claim_values``."""
        return [self._row(row) for row in values]

    def _row(self, row: Mapping[str, Any]) -> dict[str, Any]:
        stage, actions = self._stage_and_actions(row)
        return {
            "id": str(row["id"]),
            "text": row["text"],
            "language": row["language"],
            "state": row["state"],
            "stage": stage,
            "claimant": named(row["claimant_id"], "name", row["claimant_name"]),
            "claim_date": row["claim_date"],
            "tags": row["tags"],
            "duplicate_of": id_or_none(row["duplicate_of_id"]),
            "split_from": id_or_none(row["split_from_id"]),
            "decline_reason": row["decline_reason"] or None,
            "decline_note": row["decline_note"],
            "assignee": named(row["assignee_id"], "username", row["assignee_name"]),
            "submitted_by": named(row["submitted_by_id"], "username", row["submitted_by__username"]),
            "open_verdict": id_or_none(row["open_verdict_id"]),
            "published_verdict": id_or_none(row["published_verdict_id"]),
            "accepted_at": row["accepted_at"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "version": row["version"],
            "available_actions": actions,
        }

    def _stage_and_actions(self, row: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
        situation = tuple([row[name] for name in _SITUATION])
        known = self._known.get(situation)
        if known is None:
            actions = available_actions(CLAIM_MOVES, state=row["state"], actor=self.actor, facts=facts_of(row))
            known = self._known[situation] = (stage_of_row(row).value, actions)
        return known


def claim_detail(claim_id: int, actor: User) -> dict[str, Any]:
    """Return the ``ClaimShape`` of one claim, in two queries.

    Raises:
        NotFound: there is none.
    """
    values = claim_values().filter(pk=claim_id).first()
    if values is None:
        raise NotFound("There is no such claim.")
    appearances = Appearance.objects.filter(claim=claim_id).select_related("claimant")
    return {**ClaimRows(actor).build([values])[0], "appearances": [_appearance(row) for row in appearances]}


def _appearance(row: Appearance) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "url": row.url,
        "quote": row.quote,
        "prefix": row.prefix,
        "suffix": row.suffix,
        "start": row.start,
        "end": row.end,
        "article": id_or_none(row.article_id),
        "claimant": named(row.claimant_id, "name", row.claimant.name if row.claimant else None),
        "said_on": row.said_on,
        "is_first": row.is_first,
    }


def named(pk: int | None, key: str, name: str | None) -> dict[str, Any] | None:
    """Return how an answer names another object, which may be none."""
    return None if pk is None else {"id": str(pk), key: name}


def id_or_none(pk: int | None) -> str | None:
    """Return the opaque form of an id, which may be none."""
    return None if pk is None else str(pk)
