"""The workflow tables are whole, and what is derived from them follows ARCHITECTURE.md."""

from __future__ import annotations

from itertools import product

import pytest

from claims import permissions, workflow
from claims.workflow import (
    CLAIM_MOVES,
    EVIDENCE_MOVES,
    OPEN_VERDICT_STATES,
    SUGGESTION_MOVES,
    VERDICT_MOVES,
    ClaimState,
    Stage,
    StageFacts,
    VerdictState,
    decision_of_votes,
    missing_facts,
    named,
    stage_of,
)

ALL_MOVES = CLAIM_MOVES + VERDICT_MOVES + SUGGESTION_MOVES + EVIDENCE_MOVES


@pytest.mark.parametrize("move", ALL_MOVES, ids=lambda m: f"{m.name}-{'-'.join(sorted(m.sources))}")
def test_each_row_names_a_registered_permission_and_explained_facts(move: workflow.Move) -> None:
    assert move.permission in permissions.TABLE
    assert set(move.facts) <= set(workflow.FACT_REASONS)


def test_no_fact_is_explained_that_no_row_needs() -> None:
    assert set(workflow.FACT_REASONS) == {fact for move in ALL_MOVES for fact in move.facts}


def test_verdict_states_without_a_way_out_are_final() -> None:
    moved_from = {state for move in VERDICT_MOVES if move.target for state in move.sources}
    assert set(VerdictState) - moved_from == {"returned", "withdrawn", "abandoned", "superseded", "retracted"}


def test_missing_fact_that_was_not_loaded_is_an_error() -> None:
    (correct,) = named(VERDICT_MOVES, "correct")
    with pytest.raises(KeyError):
        missing_facts(correct, {})


@pytest.mark.parametrize(
    ("agreeing", "disagreeing", "required", "at_most", "decision"),
    [
        (0, 0, 1, 3, None),
        (1, 0, 1, 3, "approved"),
        (0, 1, 1, 3, "adjudication"),
        (0, 1, 1, 1, "adjudication"),
        (1, 0, 2, 3, None),
        (1, 1, 2, 3, None),
        (0, 1, 2, 3, None),
        (2, 0, 2, 3, "approved"),
        (2, 1, 2, 3, "approved"),
        (1, 2, 2, 3, "adjudication"),
        (0, 2, 2, 3, "adjudication"),
        (0, 1, 2, 2, "adjudication"),
        (1, 1, 3, 4, None),
        (1, 2, 3, 4, "adjudication"),
    ],
)
def test_votes_decide_once_enough_agree_or_no_longer_can(
    agreeing: int, disagreeing: int, required: int, at_most: int, decision: str | None
) -> None:
    found = decision_of_votes(agreeing=agreeing, disagreeing=disagreeing, required=required, at_most=at_most)
    assert found == decision


@pytest.mark.parametrize("required", range(1, 5))
def test_votes_always_decide_before_they_run_out(required: int) -> None:
    for at_most in range(required, 10):
        for agreeing in range(at_most + 1):
            decision = decision_of_votes(
                agreeing=agreeing, disagreeing=at_most - agreeing, required=required, at_most=at_most
            )
            assert decision is not None


def facts(**changed: object) -> StageFacts:
    plain = {
        "claim_state": "accepted",
        "open_verdict": "",
        "has_published": False,
        "has_retracted": False,
        "has_assignment": False,
    }
    return StageFacts(**(plain | changed))


@pytest.mark.parametrize(
    ("changed", "stage"),
    [
        ({"claim_state": "submitted"}, Stage.NEW),
        ({"claim_state": "declined"}, Stage.CLOSED),
        ({"claim_state": "duplicate"}, Stage.CLOSED),
        ({}, Stage.TRIAGED),
        ({"has_assignment": True}, Stage.RESEARCHING),
        ({"open_verdict": "draft", "has_assignment": True}, Stage.DRAFTING),
        ({"open_verdict": "in_review"}, Stage.IN_REVIEW),
        ({"open_verdict": "adjudication"}, Stage.ADJUDICATION),
        ({"open_verdict": "approved"}, Stage.READY),
        ({"has_published": True}, Stage.PUBLISHED),
        ({"has_published": True, "has_assignment": True}, Stage.PUBLISHED),
        ({"has_published": True, "open_verdict": "draft"}, Stage.CORRECTING),
        ({"has_published": True, "open_verdict": "approved"}, Stage.CORRECTING),
        ({"has_retracted": True}, Stage.CLOSED),
        ({"has_retracted": True, "has_assignment": True}, Stage.RESEARCHING),
        ({"has_retracted": True, "open_verdict": "draft"}, Stage.DRAFTING),
    ],
)
def test_stage_is_derived(changed: dict[str, object], stage: Stage) -> None:
    assert stage_of(facts(**changed)) == stage


def test_every_combination_of_facts_has_a_stage() -> None:
    flags = (False, True)
    for state, verdict, published, retracted, assigned in product(
        ClaimState, ("", *OPEN_VERDICT_STATES), flags, flags, flags
    ):
        assert stage_of(StageFacts(state, verdict, published, retracted, assigned)) in Stage
