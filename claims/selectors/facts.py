"""The facts that workflow tables and permissions ask for, loaded for many rows in a fixed number of queries.

Keys are the names of ``workflow.FACT_REASONS`` and the ``*_id`` values that ``claims.permissions`` compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claims.models import Appearance, Assignment, Citation, Claim, Correction, Evidence, Verdict, Vote
from claims.workflow import OPEN_VERDICT_STATES, StageFacts, VerdictState, decision_of_votes

FactsById = dict[int, dict[str, Any]]

UNDER_REVIEW = frozenset({VerdictState.IN_REVIEW, VerdictState.ADJUDICATION, VerdictState.APPROVED})
_HANDED_BACK = frozenset({VerdictState.RETURNED, VerdictState.WITHDRAWN})
_NEVER_SUBMITTED = frozenset({VerdictState.DRAFT, VerdictState.ABANDONED})
_CITED_IN_PUBLIC = UNDER_REVIEW | {VerdictState.PUBLISHED}


def claim_facts(claims: Iterable[Claim]) -> FactsById:
    """Return the facts of each claim by its id, in two queries."""
    states = {claim.pk: claim.state for claim in claims}
    verdicts: dict[int, list[Verdict]] = {pk: [] for pk in states}
    rows = Verdict.objects.filter(claim__in=states).select_related("correction__corrected").order_by("number")
    for verdict in rows.defer("summary", "justification"):
        verdicts[verdict.claim_id].append(verdict)
    open_assignments = Assignment.objects.filter(claim__in=states, closed_at=None)
    assignees = dict(open_assignments.values_list("claim_id", "user_id"))
    return {pk: _claim_facts(states[pk], verdicts[pk], assignees.get(pk)) for pk in states}


def _claim_facts(state: str, verdicts: Sequence[Verdict], assignee_id: int | None) -> dict[str, Any]:
    found = {v.state for v in verdicts}
    open_states = [v.state for v in verdicts if v.state in OPEN_VERDICT_STATES]
    return {
        "claim_state": state,
        "open_verdict": open_states[0] if open_states else "",
        "has_published": VerdictState.PUBLISHED in found,
        "has_retracted": VerdictState.RETRACTED in found,
        "assignee_id": assignee_id,
        "is_assigned": assignee_id is not None,
        "is_unassigned": assignee_id is None,
        "no_open_verdict": not open_states,
        "no_published_verdict": VerdictState.PUBLISHED not in found,
        "not_under_review": not found & UNDER_REVIEW,
        "correction_was_returned": bool(verdicts) and _is_correction_handed_back(verdicts[-1]),
    }


def _is_correction_handed_back(latest: Verdict) -> bool:
    correction = getattr(latest, "correction", None)
    return (
        latest.state in _HANDED_BACK and correction is not None and correction.corrected.state == VerdictState.PUBLISHED
    )


def stage_facts(facts: Mapping[str, Any]) -> StageFacts:
    """Return what the stage is derived from, out of the facts of one claim."""
    return StageFacts(
        claim_state=facts["claim_state"],
        open_verdict=facts["open_verdict"],
        has_published=facts["has_published"],
        has_retracted=facts["has_retracted"],
        has_assignment=facts["is_assigned"],
    )


def verdict_facts(verdicts: Iterable[Verdict]) -> FactsById:
    """Return the facts of each verdict by its id, in at most nine queries however many there are."""
    rows = {v.pk: v for v in verdicts}
    claims = {c.pk: c for c in Claim.objects.filter(pk__in={v.claim_id for v in rows.values()})}
    drafts = Correction.objects.select_related("corrected__claim_revision")
    corrections = {c.draft_id: c for c in drafts.filter(draft__in=rows)}
    minor = {pk: c for pk, c in corrections.items() if c.kind in Correction.MINOR_KINDS}
    cited = _citations([*rows, *(c.corrected_id for c in minor.values())])
    pending = Correction.objects.filter(corrected__in=rows, kind="retraction", effective_at=None, abandoned_at=None)
    askers = dict(pending.values_list("corrected_id", "asked_by_id"))
    appearances = _first_appearances(rows[pk].claim_id for pk in minor if pk is not None)
    votes = _votes(rows)
    of_claims = claim_facts(claims.values())
    facts: FactsById = {}
    for pk, verdict in rows.items():
        claim = claims[verdict.claim_id]
        words_only = pk not in minor or _changes_words_only(verdict, minor[pk].corrected, cited, claim, appearances)
        facts[pk] = {
            "author_id": verdict.author_id,
            "claim_is_accepted": claim.state == "accepted",
            "no_open_verdict": of_claims[claim.pk]["no_open_verdict"],
            "has_rating": verdict.rating_id is not None,
            "has_justification": bool(verdict.summary.strip() and verdict.justification.strip()),
            "has_citation": bool(cited.get(pk)),
            "citations_hold": all(cited.get(pk, {}).values()),
            "is_minor": pk in minor,
            "not_minor": pk not in minor,
            "changes_words_only": words_only,
            "retraction_asked": pk in askers,
            "no_retraction_asked": pk not in askers,
            "retraction_asked_by_id": askers.get(pk),
            **_vote_facts(verdict, votes.get(pk, {})),
        }
    return facts


def _citations(verdict_ids: Sequence[int]) -> dict[int, dict[int, bool]]:
    """Return for each verdict its evidence ids and whether each still stands."""
    found: dict[int, dict[int, bool]] = {}
    rows = Citation.objects.filter(verdict__in=verdict_ids)
    for verdict_id, evidence_id, withdrawn_at in rows.values_list(
        "verdict_id", "evidence_id", "evidence__withdrawn_at"
    ):
        found.setdefault(verdict_id, {})[evidence_id] = withdrawn_at is None
    return found


def _votes(verdict_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Return for each verdict the rating id of each voter."""
    found: dict[int, dict[int, int]] = {}
    rows = Vote.objects.filter(verdict__in=list(verdict_ids))
    for verdict_id, voter_id, rating_id in rows.values_list("verdict_id", "voter_id", "rating_id"):
        found.setdefault(verdict_id, {})[voter_id] = rating_id
    return found


def _vote_facts(verdict: Verdict, ratings: Mapping[int, int]) -> dict[str, Any]:
    policy = verdict.policy
    if policy is None:  # never submitted
        return {"voter_ids": frozenset(), "votes_are_open": False, "votes_suffice": False, "votes_are_split": False}
    agreeing = sum(rating == verdict.rating_id for rating in ratings.values())
    decision = decision_of_votes(
        agreeing=agreeing,
        disagreeing=len(ratings) - agreeing,
        required=policy.votes_required,
        at_most=policy.votes_max,
    )
    return {
        "voter_ids": frozenset(ratings),
        "votes_are_open": len(ratings) < policy.votes_max,
        "votes_suffice": decision == VerdictState.APPROVED,
        "votes_are_split": decision == VerdictState.ADJUDICATION,
    }


def _first_appearances(claim_ids: Iterable[int]) -> dict[int, Appearance]:
    return {a.claim_id: a for a in Appearance.objects.filter(claim__in=list(claim_ids), is_first=True)}


def _changes_words_only(
    draft: Verdict,
    corrected: Verdict,
    cited: Mapping[int, Mapping[int, bool]],
    claim: Claim,
    appearances: Mapping[int, Appearance],
) -> bool:
    frozen = corrected.claim_revision
    first = appearances.get(claim.pk)
    asked = (claim.text, first.claimant_id if first else None, first.said_on if first else None)
    return (
        draft.rating_id == corrected.rating_id
        and set(cited.get(draft.pk, {})) == set(cited.get(corrected.pk, {}))
        and frozen is not None
        and asked == (frozen.text, frozen.claimant_id, frozen.claim_date)
    )


def evidence_facts(evidence: Iterable[Evidence]) -> FactsById:
    """Return the facts of each piece of evidence by its id, in one query."""
    rows = {e.pk: e for e in evidence}
    states: dict[int, set[str]] = {pk: set() for pk in rows}
    for evidence_id, state in Citation.objects.filter(evidence__in=rows).values_list("evidence_id", "verdict__state"):
        states[evidence_id].add(state)
    return {
        pk: {
            "adopted_by_id": row.adopted_by_id,
            "never_submitted": states[pk] <= _NEVER_SUBMITTED,
            "not_cited_in_review": not states[pk] & _CITED_IN_PUBLIC,
        }
        for pk, row in rows.items()
    }


def evidence_state(evidence: Evidence) -> str:
    """Return ``standing`` or ``withdrawn``, the states of ``workflow.EVIDENCE_MOVES``."""
    return "standing" if evidence.withdrawn_at is None else "withdrawn"
