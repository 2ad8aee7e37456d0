"""Adopt quotations as evidence, reword what was said about them, withdraw them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from claims import anchors
from claims.models import Claim, Evidence
from claims.services import moves
from claims.services.inputs import Problems
from factcheck.accounts.models import User
from factcheck.core.errors import Invalid
from factcheck.sources.models import Passage, SnapshotText

QUOTE_MAX_CHARACTERS = 10_000
SELECTOR_CONTEXT_MAX = 200


@dataclass(frozen=True)
class Quote:
    """What is quoted: a passage, or a selection in a snapshot's text by offsets or by quotation."""

    passage_id: int | None = None
    snapshot_id: int | None = None
    start: int | None = None
    end: int | None = None
    exact: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Details:
    """What a person says about a quotation: ``stance`` and ``kind`` are those of the Evidence model."""

    stance: str
    kind: str
    note: str = ""
    interests: str = ""
    translation: str = ""
    translation_language: str = ""


EDITABLE = tuple(Details.__dataclass_fields__)


@transaction.atomic
def adopt(*, claim_id: int, quote: Quote, details: Details, actor: User) -> Evidence:
    """Return a new piece of evidence for the accepted claim, anchored in the stored text.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
        Invalid: the quotation cannot be found in the stored text, or a field breaks a rule or limit.
    """
    claim = moves.lock_claim(claim_id)
    moves.require_claim(claim, "adopt", actor=actor)
    _judge(details)
    passage = _passage(quote)
    text = passage.snapshot_text if passage else _text(quote)
    found = _anchored(text.text, quote, passage)
    _judge_agreement(quote, found, text.snapshot_id)
    evidence = Evidence.objects.create(
        claim=claim,
        snapshot_text=text,
        passage=passage,
        start=found.start,
        end=found.end,
        exact=found.exact,
        prefix=found.prefix,
        suffix=found.suffix,
        adopted_by=actor,
        **{name: getattr(details, name) for name in EDITABLE},
    )
    _tell(claim, evidence, "evidence.adopted", actor)
    return evidence


@transaction.atomic
def edit(*, evidence_id: int, changes: Mapping[str, Any], actor: User, version: int | None = None) -> Evidence:
    """Change some of ``EDITABLE`` on evidence that no submitted verdict ever cited, and return it.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
        Invalid: a field breaks a rule or limit, or cannot be changed.
    """
    evidence = moves.lock_evidence(evidence_id)
    moves.require_evidence(evidence, "edit", actor=actor, version=version)
    problems = Problems()
    problems.known(changes, EDITABLE)
    problems.refuse()
    _judge(Details(**{name: getattr(evidence, name) for name in EDITABLE} | dict(changes)))
    moves.write(evidence, changes)
    _tell(evidence.claim, evidence, "evidence.edited", actor)
    return evidence


@transaction.atomic
def withdraw(*, evidence_id: int, actor: User, version: int | None = None) -> Evidence:
    """Return the evidence, withdrawn: it stays on record and can be cited no more.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
    """
    evidence = moves.lock_evidence(evidence_id)
    moves.require_evidence(evidence, "withdraw", actor=actor, version=version)
    moves.write(evidence, {"withdrawn_at": timezone.now(), "withdrawn_by": actor})
    _tell(evidence.claim, evidence, "evidence.withdrawn", actor)
    return evidence


def _tell(claim: Claim, evidence: Evidence, name: str, actor: User) -> None:
    moves.tell(claim, evidence, moves.Event(name, actor, {"evidence": evidence.pk}))


def _passage(quote: Quote) -> Passage | None:
    if quote.passage_id is None:
        return None
    passage = Passage.objects.select_related("snapshot_text").filter(pk=quote.passage_id).first()
    if passage is None:
        raise Invalid({"passage": ["There is no such passage."]})
    return passage


def _text(quote: Quote) -> SnapshotText:
    """Return the newest text of the snapshot that ``quote`` names."""
    text = SnapshotText.objects.filter(snapshot=quote.snapshot_id).first() if quote.snapshot_id else None
    if text is None:
        raise Invalid({"snapshot": ["Name a passage, or a snapshot whose text was read."]})
    return text


def _anchored(text: str, quote: Quote, passage: Passage | None) -> anchors.Anchor:
    problems = Problems()
    problems.text("selector", quote.exact, at_most=QUOTE_MAX_CHARACTERS)
    problems.text("selector", quote.prefix, at_most=SELECTOR_CONTEXT_MAX)
    problems.text("selector", quote.suffix, at_most=SELECTOR_CONTEXT_MAX)
    problems.refuse()
    start, end = (passage.start, passage.end) if passage else (quote.start, quote.end)
    if start is None or end is None:
        found = anchors.anchor(text, exact=quote.exact, prefix=quote.prefix, suffix=quote.suffix)
        if found is None:
            raise Invalid({"selector": ["This quotation is not in the stored text, or more than once: add context."]})
        return found
    if not 0 <= start < end <= len(text) or end - start > QUOTE_MAX_CHARACTERS:
        raise Invalid({"selector": [f"Select 1 to {QUOTE_MAX_CHARACTERS} characters inside the stored text."]})
    return anchors.at(text, start=start, end=end)


def _judge_agreement(quote: Quote, found: anchors.Anchor, snapshot_id: int) -> None:
    """Refuse a quotation named twice in ways that differ: nobody could tell which was meant."""
    if quote.snapshot_id not in (None, snapshot_id):
        raise Invalid({"snapshot": ["The passage is from another snapshot."]})
    if quote.exact not in ("", found.exact):
        raise Invalid({"selector": ["This is not the quotation found at that place."]})
    if quote.start not in (None, found.start) or quote.end not in (None, found.end):
        raise Invalid({"selector": ["The offsets are those of another quotation."]})
    if not found.exact.strip():
        raise Invalid({"selector": ["Select words, not only space."]})


def _judge(details: Details) -> None:
    problems = Problems()
    problems.choice("stance", details.stance, Evidence.Stance.values)
    problems.choice("kind", details.kind, Evidence.Kind.values)
    problems.text("note", details.note, at_most=5000)
    problems.text("interests", details.interests, at_most=5000)
    problems.text("translation", details.translation, at_most=20_000)
    problems.text("translation_language", details.translation_language, at_most=12)
    problems.refuse()
