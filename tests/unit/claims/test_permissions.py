"""Who may do what: the roles of CONTRACT.md, and the persons that four eyes exclude."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from claims.permissions import TABLE, available_actions
from claims.workflow import STAYS, Move
from factcheck.accounts import policy
from factcheck.accounts.roles import Role

ME, SOMEBODY = 1, 2
FACT_CHECKERS = {Role.FACT_CHECKER, Role.REVIEWER, Role.EDITOR}
REVIEWERS = {Role.REVIEWER, Role.EDITOR}
EDITORS = {Role.EDITOR}
ROLES = {
    "article.add": FACT_CHECKERS,
    "suggestion.accept": FACT_CHECKERS,
    "suggestion.dismiss": FACT_CHECKERS,
    "suggestion.reopen": FACT_CHECKERS,
    "claim.submit": FACT_CHECKERS,
    "claim.edit": FACT_CHECKERS,
    "claim.accept": REVIEWERS,
    "claim.decline": REVIEWERS,
    "claim.mark_duplicate": REVIEWERS,
    "claim.split": REVIEWERS,
    "claim.reopen": REVIEWERS,
    "claim.take": FACT_CHECKERS,
    "claim.assign": EDITORS,
    "claim.unassign": FACT_CHECKERS,
    "claim.open_round": FACT_CHECKERS,
    "claim.decide_match": FACT_CHECKERS,
    "evidence.adopt": FACT_CHECKERS,
    "evidence.edit": FACT_CHECKERS,
    "evidence.withdraw": FACT_CHECKERS,
    "verdict.draft": FACT_CHECKERS,
    "verdict.edit": FACT_CHECKERS,
    "verdict.submit": FACT_CHECKERS,
    "verdict.withdraw": FACT_CHECKERS,
    "verdict.abandon": FACT_CHECKERS,
    "verdict.vote": REVIEWERS,
    "verdict.return": REVIEWERS,
    "verdict.adjudicate": EDITORS,
    "verdict.publish": EDITORS,
    "verdict.publish_minor": EDITORS,
    "verdict.correct": EDITORS,
    "verdict.retract": EDITORS,
    "verdict.confirm_retraction": EDITORS,
    "precedent.import": EDITORS,
    "policy.set": {Role.ADMINISTRATOR},
}
OWN = {"verdict.edit", "verdict.submit", "verdict.withdraw", "verdict.abandon"}


def actor(role: Role, **columns: Any) -> SimpleNamespace:
    return SimpleNamespace(**({"pk": ME, "role": role, "is_active": True, "is_superuser": False} | columns))


def facts(**changed: Any) -> dict[str, Any]:
    plain = {
        "author_id": SOMEBODY,
        "voter_ids": frozenset(),
        "assignee_id": ME,
        "adopted_by_id": ME,
        "retraction_asked_by_id": SOMEBODY,
    }
    return plain | changed


def test_every_action_has_its_roles_here() -> None:
    assert set(ROLES) == set(TABLE)


@pytest.mark.parametrize("action", ROLES)
@pytest.mark.parametrize("role", Role)
def test_role_decides_when_the_person_is_the_right_one(action: str, role: Role) -> None:
    right_person = facts(author_id=ME) if action in OWN else facts()
    assert policy.allowed(action, actor(role), right_person) == (role in ROLES[action])


@pytest.mark.parametrize("action", ROLES)
def test_superuser_gets_nothing_from_being_one(action: str) -> None:
    for role in {Role.VIEWER, Role.ADMINISTRATOR} - ROLES[action]:
        assert not policy.allowed(action, actor(role, is_superuser=True), facts(author_id=ME))


@pytest.mark.parametrize("action", ROLES)
def test_deactivated_editor_may_nothing(action: str) -> None:
    right_person = facts(author_id=ME) if action in OWN else facts()
    assert not policy.allowed(action, actor(Role.EDITOR, is_active=False), right_person)


@pytest.mark.parametrize(
    ("action", "changed"),
    [
        ("verdict.vote", {"author_id": ME}),
        ("verdict.vote", {"voter_ids": {ME}}),
        ("verdict.return", {"author_id": ME}),
        ("verdict.adjudicate", {"author_id": ME}),
        ("verdict.adjudicate", {"voter_ids": {ME}}),
        ("verdict.publish_minor", {"author_id": ME}),
        ("verdict.confirm_retraction", {"retraction_asked_by_id": ME}),
        ("verdict.edit", {"author_id": SOMEBODY}),
        ("verdict.submit", {"author_id": SOMEBODY}),
        ("verdict.withdraw", {"author_id": SOMEBODY}),
        ("evidence.edit", {"adopted_by_id": SOMEBODY}),
    ],
)
def test_four_eyes_and_authorship_bind_editors_too(action: str, changed: dict[str, Any]) -> None:
    assert not policy.allowed(action, actor(Role.EDITOR), facts(**changed))


@pytest.mark.parametrize(
    ("action", "changed"),
    [
        ("verdict.abandon", {"author_id": SOMEBODY}),
        ("claim.unassign", {"assignee_id": SOMEBODY}),
        ("evidence.withdraw", {"adopted_by_id": SOMEBODY}),
    ],
)
def test_only_editors_act_for_an_absent_colleague(action: str, changed: dict[str, Any]) -> None:
    assert policy.allowed(action, actor(Role.EDITOR), facts(**changed))
    assert not policy.allowed(action, actor(Role.REVIEWER), facts(**changed))


def test_fact_that_was_not_loaded_is_an_error_not_a_permission() -> None:
    with pytest.raises(KeyError):
        policy.allowed("verdict.vote", actor(Role.REVIEWER), {})


def test_available_actions_lists_what_people_ask_for_once() -> None:
    table = (
        Move("take", frozenset({"here"}), STAYS, "claim.take", (), "assign"),
        Move("assign", frozenset({"here"}), STAYS, "claim.assign", (), "assign"),
        Move("approve", frozenset({"here"}), "there", "claim.accept", (), ""),
        Move("accept", frozenset({"elsewhere"}), "there", "claim.accept", (), "accept"),
        Move("edit", frozenset({"here"}), STAYS, "claim.edit", ("ready",), "edit"),
    )
    editor = actor(Role.EDITOR)
    assert available_actions(table, state="here", actor=editor, facts={"ready": False}) == ("assign",)
    assert available_actions(table, state="here", actor=editor, facts={"ready": True}) == ("assign", "edit")
    assert available_actions(table, state="here", actor=actor(Role.VIEWER), facts={"ready": True}) == ()
