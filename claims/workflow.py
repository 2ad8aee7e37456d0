"""States, legal moves and stages as data. No Django.

Each table row is one legal move; services, ``available_actions``, buttons and the diagram in the docs all read these
tables, so a rule is stated once. Source: ARCHITECTURE.md, "States".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class ClaimState(StrEnum):
    """What the desk decided about a claim's admission."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DUPLICATE = "duplicate"


class VerdictState(StrEnum):
    """Where one revision of the answer stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    ADJUDICATION = "adjudication"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    ABANDONED = "abandoned"
    SUPERSEDED = "superseded"
    RETRACTED = "retracted"


OPEN_VERDICT_STATES = (
    VerdictState.DRAFT,
    VerdictState.IN_REVIEW,
    VerdictState.ADJUDICATION,
    VerdictState.APPROVED,
)


class Stage(StrEnum):
    """What people see; derived, never stored on the claim."""

    NEW = "new"
    TRIAGED = "triaged"
    RESEARCHING = "researching"
    DRAFTING = "drafting"
    IN_REVIEW = "in_review"
    ADJUDICATION = "adjudication"
    READY = "ready"
    PUBLISHED = "published"
    CORRECTING = "correcting"
    CLOSED = "closed"


@dataclass(frozen=True)
class Move:
    """One row of a machine's table.

    ``target`` is ``STAYS`` when the row only says in which states something may be done. ``permission`` names an action
    of ``claims.permissions``; ``facts`` name booleans that must hold besides the state, each with the sentence in
    ``FACT_REASONS`` that is shown when it does not. ``action`` is what a person asks for, empty for a move that only
    follows from another one.
    """

    name: str
    sources: frozenset[str]
    target: str
    permission: str
    facts: tuple[str, ...]
    action: str


STAYS = ""
CONSEQUENCE = ""


FACT_REASONS: Mapping[str, str] = {
    "no_open_verdict": "A verdict is still open: finish, withdraw or abandon it first.",
    "no_published_verdict": "A verdict on this claim is published: correct or retract it instead.",
    "not_under_review": "A verdict on this wording is under review: return or withdraw it first.",
    "is_assigned": "Nobody works on this claim.",
    "is_unassigned": "Somebody works on this claim already: an editor can reassign it.",
    "correction_was_returned": "Only a correction that was returned or withdrawn can be drafted again.",
    "claim_is_accepted": "Verdicts can be drafted on accepted claims only.",
    "has_citation": "Cite at least one piece of evidence.",
    "citations_hold": "A cited piece of evidence was withdrawn: remove it or cite another.",
    "has_rating": "Choose a rating.",
    "has_justification": "Write the summary and the justification.",
    "votes_suffice": "The votes do not decide yet.",
    "votes_are_split": "The votes can still decide without an editor.",
    "votes_are_open": "All the votes the policy allows are in.",
    "is_minor": "Only minor corrections and editor's notes go without votes.",
    "not_minor": "Minor corrections and editor's notes need no votes: another editor publishes them.",
    "changes_words_only": "A minor correction may not change the rating, the claim or its evidence.",
    "retraction_asked": "A retraction must be asked for first.",
    "no_retraction_asked": "A retraction is already asked for: another editor confirms it.",
    "not_cited_in_review": "A verdict under review or published cites this.",
    "never_submitted": "A submitted verdict cites this: adopt it anew and cite that instead.",
}


def _move(name: str, sources: Iterable[str], target: str, permission: str, *facts: str) -> Move:
    return Move(name, frozenset(sources), target, permission, facts, action=name)


def _asked_as(action: str, move: Move) -> Move:
    return replace(move, action=action)


_C = ClaimState
CLAIM_MOVES: tuple[Move, ...] = (
    _move("accept", [_C.SUBMITTED], _C.ACCEPTED, "claim.accept"),
    _move("decline", [_C.SUBMITTED], _C.DECLINED, "claim.decline"),
    _move("decline", [_C.ACCEPTED], _C.DECLINED, "claim.decline", "no_open_verdict", "no_published_verdict"),
    _move("mark_duplicate", [_C.SUBMITTED], _C.DUPLICATE, "claim.mark_duplicate"),
    _move(
        "mark_duplicate", [_C.ACCEPTED], _C.DUPLICATE, "claim.mark_duplicate", "no_open_verdict", "no_published_verdict"
    ),
    _move("split", [_C.SUBMITTED], _C.DECLINED, "claim.split"),
    _move("split", [_C.ACCEPTED], _C.DECLINED, "claim.split", "no_open_verdict", "no_published_verdict"),
    _move("reopen", [_C.DECLINED, _C.DUPLICATE], _C.SUBMITTED, "claim.reopen"),
    _move("edit", [_C.SUBMITTED, _C.ACCEPTED], STAYS, "claim.edit", "not_under_review"),
    _asked_as("assign", _move("take", [_C.ACCEPTED], STAYS, "claim.take", "is_unassigned")),
    _move("assign", [_C.ACCEPTED], STAYS, "claim.assign"),
    _move("unassign", [_C.ACCEPTED], STAYS, "claim.unassign", "is_assigned"),
    _move("open_round", [_C.ACCEPTED], STAYS, "claim.open_round"),
    _move("adopt", [_C.ACCEPTED], STAYS, "evidence.adopt"),
    _move("draft", [_C.ACCEPTED], STAYS, "verdict.draft", "no_open_verdict", "no_published_verdict"),
    _asked_as(
        "draft",
        _move("redraft", [_C.ACCEPTED], STAYS, "verdict.correct", "no_open_verdict", "correction_was_returned"),
    ),
)

_V = VerdictState
_UNDECIDED = (_V.IN_REVIEW, _V.ADJUDICATION, _V.APPROVED)
VERDICT_MOVES: tuple[Move, ...] = (
    _move("edit", [_V.DRAFT], STAYS, "verdict.edit"),
    _move(
        "submit", [_V.DRAFT], _V.IN_REVIEW, "verdict.submit",
        "claim_is_accepted", "has_rating", "has_justification", "has_citation", "citations_hold", "changes_words_only",
    ),
    _move("abandon", [_V.DRAFT], _V.ABANDONED, "verdict.abandon"),
    _move("vote", [_V.IN_REVIEW], STAYS, "verdict.vote", "not_minor", "votes_are_open"),
    _asked_as(
        CONSEQUENCE, _move("approve", [_V.IN_REVIEW], _V.APPROVED, "verdict.vote", "not_minor", "votes_suffice")
    ),
    _asked_as(
        CONSEQUENCE, _move("escalate", [_V.IN_REVIEW], _V.ADJUDICATION, "verdict.vote", "not_minor", "votes_are_split")
    ),
    _asked_as("adjudicate", _move("adjudicate_approve", [_V.ADJUDICATION], _V.APPROVED, "verdict.adjudicate")),
    _asked_as("adjudicate", _move("adjudicate_return", [_V.ADJUDICATION], _V.RETURNED, "verdict.adjudicate")),
    _move("return", _UNDECIDED, _V.RETURNED, "verdict.return"),
    _move("withdraw", _UNDECIDED, _V.WITHDRAWN, "verdict.withdraw"),
    _move("publish", [_V.APPROVED], _V.PUBLISHED, "verdict.publish"),
    _move("publish", [_V.IN_REVIEW], _V.PUBLISHED, "verdict.publish_minor", "is_minor"),
    _asked_as(CONSEQUENCE, _move("supersede", [_V.PUBLISHED], _V.SUPERSEDED, "verdict.publish")),
    _move("correct", [_V.PUBLISHED], STAYS, "verdict.correct", "no_open_verdict"),
    _asked_as("retract", _move("ask_retraction", [_V.PUBLISHED], STAYS, "verdict.retract", "no_retraction_asked")),
    _move("retract", [_V.PUBLISHED], _V.RETRACTED, "verdict.confirm_retraction", "retraction_asked", "no_open_verdict"),
)  # fmt: skip

SUGGESTION_MOVES: tuple[Move, ...] = (
    _move("accept", ["open"], "accepted", "suggestion.accept"),
    _move("dismiss", ["open"], "dismissed", "suggestion.dismiss"),
    _move("reopen", ["dismissed"], "open", "suggestion.reopen"),
)

# Evidence has no state column: it stands until it is withdrawn.
EVIDENCE_MOVES: tuple[Move, ...] = (
    _move("edit", ["standing"], STAYS, "evidence.edit", "never_submitted"),
    _move("withdraw", ["standing"], "withdrawn", "evidence.withdraw", "not_cited_in_review"),
)


def named(table: Iterable[Move], name: str) -> tuple[Move, ...]:
    """Return the rows of ``table`` called ``name``."""
    return tuple(m for m in table if m.name == name)


def moves_from(table: Iterable[Move], name: str, state: str) -> tuple[Move, ...]:
    """Return the rows of ``table`` called ``name`` that start in ``state``; empty when the state forbids it."""
    return tuple(m for m in table if m.name == name and state in m.sources)


def missing_facts(move: Move, facts: Mapping[str, bool]) -> tuple[str, ...]:
    """Return the names of the facts that ``move`` needs and that do not hold.

    Raises:
        KeyError: when a needed fact was not loaded, so that no rule is skipped in silence.
    """
    return tuple(name for name in move.facts if not facts[name])


def decision_of_votes(*, agreeing: int, disagreeing: int, required: int, at_most: int) -> VerdictState | None:
    """Return the state that the votes decide on, or None while they do not.

    Args:
        agreeing: votes for the draft's own rating.
        disagreeing: votes for any other.
        required: agreeing votes that approve.
        at_most: votes there may be in all.
    """
    if agreeing >= required:
        return VerdictState.APPROVED
    is_reachable = required - agreeing <= at_most - agreeing - disagreeing
    return None if is_reachable and disagreeing < required else VerdictState.ADJUDICATION


@dataclass(frozen=True)
class StageRule:
    """One row of the stage table; None matches anything. The first matching row decides."""

    stage: Stage
    claim_states: frozenset[str]
    open_verdict: frozenset[str] | None = None
    has_published: bool | None = None
    has_retracted: bool | None = None
    has_assignment: bool | None = None


_ACCEPTED = frozenset({ClaimState.ACCEPTED})
_NO_VERDICT: frozenset[str] = frozenset({""})
STAGES: tuple[StageRule, ...] = (
    StageRule(Stage.NEW, frozenset({ClaimState.SUBMITTED})),
    StageRule(Stage.CLOSED, frozenset({ClaimState.DECLINED, ClaimState.DUPLICATE})),
    StageRule(Stage.CORRECTING, _ACCEPTED, open_verdict=frozenset(OPEN_VERDICT_STATES), has_published=True),
    StageRule(Stage.DRAFTING, _ACCEPTED, open_verdict=frozenset({_V.DRAFT})),
    StageRule(Stage.IN_REVIEW, _ACCEPTED, open_verdict=frozenset({_V.IN_REVIEW})),
    StageRule(Stage.ADJUDICATION, _ACCEPTED, open_verdict=frozenset({_V.ADJUDICATION})),
    StageRule(Stage.READY, _ACCEPTED, open_verdict=frozenset({_V.APPROVED})),
    StageRule(Stage.PUBLISHED, _ACCEPTED, open_verdict=_NO_VERDICT, has_published=True),
    StageRule(Stage.RESEARCHING, _ACCEPTED, open_verdict=_NO_VERDICT, has_assignment=True),
    StageRule(Stage.CLOSED, _ACCEPTED, open_verdict=_NO_VERDICT, has_retracted=True),
    StageRule(Stage.TRIAGED, _ACCEPTED, open_verdict=_NO_VERDICT),
)


@dataclass(frozen=True)
class StageFacts:
    """What a stage is derived from; ``open_verdict`` is its state or the empty string."""

    claim_state: str
    open_verdict: str
    has_published: bool
    has_retracted: bool
    has_assignment: bool


def stage_of(facts: StageFacts) -> Stage:
    """Return the stage people see for a claim with these facts."""
    return next(rule.stage for rule in STAGES if _matches(rule, facts))


def _matches(rule: StageRule, facts: StageFacts) -> bool:
    wanted = (
        (rule.has_published, facts.has_published),
        (rule.has_retracted, facts.has_retracted),
        (rule.has_assignment, facts.has_assignment),
    )
    return (
        facts.claim_state in rule.claim_states
        and (rule.open_verdict is None or facts.open_verdict in rule.open_verdict)
        and all(want is None or want == have for want, have in wanted)
    )
