"""Submit a claim and edit its wording, claimant and date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils import timezone

from claims.models import Appearance, Claim, Claimant
from claims.models.claim import CLAIM_MAX_CHARACTERS
from claims.services import moves
from claims.services.inputs import Problems
from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.text.language import identify

APPEARANCES_MAX = 50
TAGS_MAX = 30
EDITABLE = ("text", "claimant", "claim_date", "language", "tags")


@dataclass(frozen=True)
class NewAppearance:
    """Where a claim was made, as a person gives it."""

    url: str
    quote: str = ""


@dataclass(frozen=True)
class NewClaim:
    """A claim as a person submits it; claimant and date become those of its first appearance."""

    text: str
    claimant: str = ""
    claim_date: date | None = None
    language: str = ""
    appearances: Sequence[NewAppearance] = ()
    tags: Sequence[str] = ()


@transaction.atomic
def submit_claim(*, new: NewClaim, actor: User) -> Claim:
    """Return the new claim, in state submitted.

    Raises:
        NotPermitted: the actor is no fact-checker.
        Invalid: a field breaks a rule or limit.
    """
    policy.require("claim.submit", actor)
    _judge(new)
    claim = create(new, actor=actor, data={})
    claimant = claimant_named(new.claimant)
    places = new.appearances or ([NewAppearance(url="")] if claimant or new.claim_date else [])
    Appearance.objects.bulk_create(
        Appearance(
            claim=claim,
            url=place.url,
            quote=place.quote,
            claimant=claimant,
            said_on=new.claim_date if number == 0 else None,
            is_first=number == 0,
        )
        for number, place in enumerate(places)
    )
    return claim


def create(new: NewClaim, *, actor: User, data: Mapping[str, Any], split_from: Claim | None = None) -> Claim:
    """Write the row of a claim already judged, without appearances, and begin its trail in the current transaction."""
    text = new.text.strip()
    claim = Claim.objects.create(
        text=text,
        language=new.language or identify(text) or "",
        tags=_clean(new.tags),
        submitted_by=actor,
        split_from=split_from,
    )
    moves.tell(claim, claim, moves.Event("claim.submitted", actor, data))
    return claim


@transaction.atomic
def edit(*, claim_id: int, changes: Mapping[str, Any], actor: User, version: int | None = None) -> Claim:
    """Change some of ``EDITABLE`` and return the claim.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
        Invalid: a field breaks a rule or limit, or cannot be changed.
    """
    claim = moves.lock_claim(claim_id)
    row = moves.require_claim(claim, "edit", actor=actor, version=version)
    problems = Problems()
    problems.known(changes, EDITABLE)
    problems.refuse()
    _judge(NewClaim(**{"text": claim.text, **changes}))
    columns = {name: changes[name] for name in ("text", "language") if name in changes}
    if "text" in columns:
        columns["text"] = columns["text"].strip()
    if "tags" in changes:
        columns["tags"] = _clean(changes["tags"])
    if {"claimant", "claim_date"} & set(changes):
        _edit_first_appearance(claim, changes)
    moves.carry_out(claim, row, moves.Event("claim.edited", actor, {"fields": sorted(changes)}), columns)
    return claim


def claimant_named(name: str) -> Claimant | None:
    """Return the claimant of that name, made if missing, whatever its letter case; None for an empty name."""
    name = " ".join(name.split())
    if not name:
        return None
    Claimant.objects.bulk_create([Claimant(name=name)], ignore_conflicts=True)
    return Claimant.objects.alias(lowered=Lower("name")).get(lowered=Lower(Value(name)))


def _edit_first_appearance(claim: Claim, changes: Mapping[str, Any]) -> None:
    first, _ = Appearance.objects.get_or_create(claim=claim, is_first=True)
    if "claimant" in changes:
        first.claimant = claimant_named(changes["claimant"])
    if "claim_date" in changes:
        first.said_on = changes["claim_date"]
    first.save(update_fields=["claimant", "said_on"])


def _clean(tags: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(tag.strip() for tag in tags if tag.strip()))


def _judge(new: NewClaim) -> None:
    problems = Problems()
    problems.text("text", new.text, at_most=CLAIM_MAX_CHARACTERS, is_required=True)
    problems.text("claimant", new.claimant, at_most=300)
    problems.text("language", new.language, at_most=12)
    if new.claim_date and new.claim_date > timezone.localdate():
        problems.add("claim_date", "This lies in the future.")
    if len(new.appearances) > APPEARANCES_MAX:
        problems.add("appearances", f"The limit is {APPEARANCES_MAX} appearances.")
    if len(new.tags) > TAGS_MAX:
        problems.add("tags", f"The limit is {TAGS_MAX} tags.")
    for place in new.appearances[:APPEARANCES_MAX]:
        problems.url("appearances", place.url)
        problems.text("appearances", place.quote, at_most=5000)
    for tag in new.tags[:TAGS_MAX]:
        problems.text("tags", tag, at_most=50)
    problems.refuse()
