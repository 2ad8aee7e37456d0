"""Everything the page of one claim shows to one person, in a number of queries that does not grow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from claims.desk.actions.base import Button, Menu
from claims.desk.actions.claims import CLAIM_ACTIONS
from claims.desk.actions.evidence import EVIDENCE_ACTIONS
from claims.desk.actions.verdicts import VERDICT_ACTIONS
from claims.desk.forms.base import Offers, Pairs
from claims.desk.menus import Bound, Subject, Viewer, button_of, menu_of
from claims.desk.source_rows import research_of
from claims.desk.wording import NEXT_STEPS, STAGE_LABELS, VERDICT_TONES, event_words
from claims.models import Claim, Correction, Decision, Evidence, Rating, Verdict
from claims.publishing import prose
from claims.selectors.claims import claim_page, timeline
from claims.selectors.desk import corrections_of, decisions_of, people_who_check, ratings_in_use
from claims.selectors.facts import FactsById, claim_facts, evidence_facts, evidence_state, verdict_facts
from claims.services.moves import Situation
from claims.workflow import OPEN_VERDICT_STATES, Stage
from factcheck.accounts.models import User
from factcheck.core.errors import NotFound
from factcheck.sources.models import Ranking
from factcheck.sources.selectors import ranked_passages

PASSAGES_SHOWN = 20
EVENTS_SHOWN = 100


@dataclass(frozen=True)
class EvidenceItem:
    """A piece of evidence with its buttons."""

    evidence: Evidence
    menu: Menu


@dataclass(frozen=True)
class VerdictItem:
    """A verdict with its votes, decisions, corrections and buttons; ``html`` is its justification, sanitised."""

    verdict: Verdict
    html: str
    tone: str
    menu: Menu
    decisions: list[Decision]
    corrections: list[Correction]
    is_open: bool

    @property
    def state_words(self) -> str:
        """Return the state as people read it."""
        return self.verdict.state.replace("_", " ")


@dataclass(frozen=True)
class PassageItem:
    """A ranked passage, with the button that adopts it when this person may."""

    ranking: Ranking
    button: Button | None
    is_adopted: bool


def find_claim(claim_id: int) -> Claim:
    """Return the claim as its page needs it.

    Raises:
        NotFound: when there is none.
    """
    claim = claim_page(claim_id)
    if claim is None:
        raise NotFound("There is no such claim.")
    return claim


def claim_context(claim: Claim, actor: User, bound: Bound | None = None) -> dict[str, Any]:
    """Return what ``desk/claim.html`` shows of a claim that ``find_claim`` returned."""
    ratings = list(ratings_in_use({v.rating.scale_id for v in claim.verdicts.all() if v.rating}))
    viewer = Viewer(actor, offers_for(claim, ratings), bound)
    subject = claim_subject(claim)
    menu = menu_of(subject, CLAIM_ACTIONS, viewer)
    stage = Stage(claim.stage)  # type: ignore[attr-defined]  # annotated by the selector
    return {
        "section": "queue",
        "claim": claim,
        "stage": stage,
        "stage_label": STAGE_LABELS[stage],
        "next_step": NEXT_STEPS[stage],
        "menu": menu,
        "bound": bound,
        "research": research_of(claim, actor),
        "passages": passage_items(claim, subject, viewer),
        "evidence": _evidence_items(claim, viewer),
        "verdicts": _verdict_items(claim, viewer, ratings),
        "events": [{"event": e, "words": event_words(e.action)} for e in timeline(claim.pk)[:EVENTS_SHOWN]],
        "triage": menu.placed("triage"),
        "people": menu.placed("people"),
        "source_buttons": menu.placed("sources"),
    }


def claim_subject(claim: Claim) -> Subject:
    """Return the claim as the object of actions, its forms prefilled with the last verdict handed back."""
    appearances = list(claim.appearances.all())
    first = appearances[0] if appearances else None
    values = {
        "text": claim.text,
        "claimant": first.claimant.name if first and first.claimant else "",
        "claim_date": first.said_on if first else None,
        "language": claim.language,
        "tags": ", ".join(claim.tags),
    }
    last = max(claim.verdicts.all(), key=lambda v: v.number, default=None)
    situation = Situation(claim.state, claim.version, claim_facts([claim])[claim.pk])
    return Subject("claim", claim.pk, situation, values | (_written(last) if last else {}))


def offers_for(claim: Claim, ratings: Sequence[Rating]) -> Offers:
    """Return what the select boxes of the claim's page offer."""
    standing = [e for e in claim.evidence.all() if e.withdrawn_at is None]
    return Offers(
        ratings=[(r.key, r.label) for r in ratings if r.scale.is_current],
        people=[(str(user.pk), f"{user} ({user.get_role_display()})") for user in people_who_check()],
        evidence=[(str(e.pk), f"[evidence:{e.pk}] {e.exact[:120]}") for e in sorted(standing, key=lambda e: e.pk)],
    )


def passage_items(claim: Claim, subject: Subject, viewer: Viewer) -> list[PassageItem]:
    """Return the best passages of the claim's inquiries, each found once, with the adopt button where it is allowed."""
    best: dict[int, Ranking] = {}
    ids = [opened.inquiry_id for opened in claim.inquiries.all()]
    for ranking in ranked_passages(ids)[: PASSAGES_SHOWN * 3]:
        best.setdefault(ranking.passage_id, ranking)
    adopted = {e.passage_id for e in claim.evidence.all() if e.withdrawn_at is None}
    action = CLAIM_ACTIONS["adopt"]
    may_adopt = action.name in menu_of(subject, {action.name: action}, viewer).possible
    return [
        PassageItem(
            ranking,
            _adopt_button(subject, ranking.passage_id, viewer) if may_adopt else None,
            ranking.passage_id in adopted,
        )
        for ranking in list(best.values())[:PASSAGES_SHOWN]
    ]


def _adopt_button(subject: Subject, passage_id: int, viewer: Viewer) -> Button:
    """Return the form of one passage; only the passage that was just refused gets the refused form."""
    action = CLAIM_ACTIONS["adopt"]
    bound = viewer.bound
    is_this = bound is not None and bound.form.data.get("passage") == str(passage_id)
    button = button_of(subject, action, viewer if is_this else replace(viewer, bound=None))
    if not is_this:
        button.form.initial["passage"] = passage_id
        button.form.auto_id = f"adopt-{passage_id}-%s"
    return button


def _evidence_items(claim: Claim, viewer: Viewer) -> list[EvidenceItem]:
    rows = sorted(claim.evidence.all(), key=lambda e: (e.withdrawn_at is not None, e.pk))
    facts = evidence_facts(rows)
    return [EvidenceItem(row, menu_of(evidence_subject(row, facts), EVIDENCE_ACTIONS, viewer)) for row in rows]


def evidence_subject(row: Evidence, facts: FactsById | None = None) -> Subject:
    """Return a piece of evidence as the object of actions; ``facts`` by id when they are loaded already."""
    loaded = (facts or evidence_facts([row]))[row.pk]
    names = ("stance", "kind", "note", "interests", "translation", "translation_language")
    values = {name: getattr(row, name) for name in names}
    return Subject("evidence", row.pk, Situation(evidence_state(row), row.version, loaded), values)


def _verdict_items(claim: Claim, viewer: Viewer, ratings: Sequence[Rating]) -> list[VerdictItem]:
    rows = sorted(claim.verdicts.all(), key=lambda v: (v.state not in OPEN_VERDICT_STATES, -v.number))
    facts = verdict_facts(rows)
    decisions, corrections = list(decisions_of(claim.pk)), list(corrections_of(claim.pk))
    scales = {pk: [(r.key, r.label) for r in of] for pk, of in groupby(ratings, key=lambda r: r.scale_id)}
    return [
        VerdictItem(
            verdict=row,
            html=prose.to_html(row.justification),
            tone=VERDICT_TONES.get(row.state, ""),  # type: ignore[call-overload]  # a StrEnum's value is its key
            menu=menu_of(verdict_subject(row, facts), VERDICT_ACTIONS, _on_its_scale(viewer, row, scales)),
            decisions=[d for d in decisions if d.verdict_id == row.pk],
            corrections=[c for c in corrections if row.pk in {c.corrected_id, c.draft_id}],
            is_open=row.state in OPEN_VERDICT_STATES,
        )
        for row in rows
    ]


def verdict_subject(row: Verdict, facts: FactsById | None = None) -> Subject:
    """Return a verdict as the object of actions; ``facts`` by id when they are loaded already."""
    loaded = (facts or verdict_facts([row]))[row.pk]
    return Subject("verdict", row.pk, Situation(row.state, row.version, loaded), _written(row))


def _written(row: Verdict) -> dict[str, Any]:
    return {
        "rating": row.rating.key if row.rating else "",
        "summary": row.summary,
        "justification": row.justification,
        "evidence": [str(citation.evidence_id) for citation in row.citations.all()],
    }


def _on_its_scale(viewer: Viewer, row: Verdict, scales: Mapping[int, Pairs]) -> Viewer:
    if row.rating is None:
        return viewer
    return replace(viewer, offers=replace(viewer.offers, ratings=scales[row.rating.scale_id]))
