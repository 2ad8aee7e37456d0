"""Each move of each table, tried by each person of the cast on an object in each state.

What should succeed is written out here by name; everything else must be refused and change nothing; and what
``available_actions`` offers must be exactly what succeeds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from django.db import connection, transaction

from claims.models import (
    Assignment,
    Citation,
    Claim,
    ClaimInquiry,
    ClaimRevision,
    Correction,
    Decision,
    Evidence,
    StageInterval,
    Verdict,
    Vote,
)
from claims.permissions import available_actions
from claims.selectors.facts import claim_facts, verdict_facts
from claims.services import (
    assignments,
    claims,
    corrections,
    drafts,
    endings,
    evidence,
    publication,
    review,
    rounds,
    splitting,
    triage,
)
from claims.workflow import CLAIM_MOVES, VERDICT_MOVES
from factcheck.accounts.models import User
from factcheck.core.errors import NotAllowedInState, NotPermitted
from factcheck.core.models import AuditEvent, OutboxMessage
from tests.factories import desk
from tests.factories.people import person, superuser

pytestmark = pytest.mark.django_db

FACT_CHECKERS = {"alice", "adam", "bob", "boris", "carol", "clara"}
REVIEWERS = {"bob", "boris", "carol", "clara"}
EDITORS = {"carol", "clara"}
NAMES = ("vera", "alice", "adam", "bob", "boris", "carol", "clara", "anne", "root")
COUNTED = (
    Assignment,
    AuditEvent,
    Citation,
    Claim,
    ClaimInquiry,
    ClaimRevision,
    Correction,
    Decision,
    Evidence,
    OutboxMessage,
    StageInterval,
    Verdict,
    Vote,
)


class Undone(Exception):
    """Rolls a successful attempt back, so that the next one finds the same desk."""


def cast(name: str) -> User:
    return superuser() if name == "root" else person(name)


def traces() -> dict[str, Any]:
    tables = [model._meta.db_table for model in COUNTED]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'(SELECT count(*) FROM {table})' for table in tables)}")
        found: dict[str, Any] = dict(zip(tables, cursor.fetchone(), strict=True))
    found["claims"] = list(Claim.objects.order_by("pk").values())
    found["verdicts"] = list(Verdict.objects.order_by("pk").values())
    return found


def succeeds(call: Callable[[], object]) -> bool:
    """Return whether ``call`` was let through, undoing it; a refusal must leave no trace."""
    before = traces()
    done = False
    with suppress(Undone, NotPermitted, NotAllowedInState), transaction.atomic():
        call()
        done = True
        assert traces() != before
        raise Undone
    assert traces() == before
    return done


VERDICT_CALLS: dict[str, Callable[[Verdict, User], object]] = {
    "edit": lambda v, by: drafts.edit(verdict_id=v.pk, changes={"summary": "New."}, actor=by),
    "submit": lambda v, by: review.submit(verdict_id=v.pk, actor=by),
    "abandon": lambda v, by: endings.abandon(verdict_id=v.pk, actor=by),
    "vote": lambda v, by: review.vote(verdict_id=v.pk, rating="false", actor=by),
    "adjudicate": lambda v, by: review.adjudicate(verdict_id=v.pk, decision="return", reason="No.", actor=by),
    "return": lambda v, by: endings.return_(verdict_id=v.pk, reason="No.", actor=by),
    "withdraw": lambda v, by: endings.withdraw(verdict_id=v.pk, actor=by),
    "publish": lambda v, by: publication.publish(verdict_id=v.pk, actor=by),
    "correct": lambda v, by: corrections.correct(verdict_id=v.pk, kind="update", note="New.", actor=by),
    "retract": lambda v, by: corrections.retract(verdict_id=v.pk, note="Hoax.", actor=by),
}


def minor_in_review() -> Verdict:
    """Return a minor correction by carol, in review."""
    return review.submit(verdict_id=desk.correction_draft(kind="minor").pk, actor=person("carol"))


VERDICTS: dict[str, tuple[Callable[[], Verdict], dict[str, set[str]]]] = {
    "draft": (desk.drafted_verdict, {"edit": {"alice"}, "submit": {"alice"}, "abandon": {"alice"} | EDITORS}),
    "in_review": (desk.submitted_verdict, {"vote": REVIEWERS, "return": REVIEWERS, "withdraw": {"alice"}}),
    "in_review_by_an_editor": (
        lambda: desk.submitted_verdict(by="carol"),
        {"vote": REVIEWERS - {"carol"}, "return": REVIEWERS - {"carol"}, "withdraw": {"carol"}},
    ),
    "adjudication": (desk.split_verdict, {"adjudicate": EDITORS, "return": REVIEWERS, "withdraw": {"alice"}}),
    "approved": (desk.approved_verdict, {"publish": EDITORS, "return": REVIEWERS, "withdraw": {"alice"}}),
    "published": (desk.published_verdict, {"correct": EDITORS, "retract": EDITORS}),
    "retraction_asked": (desk.retraction_asked, {"correct": EDITORS, "retract": {"clara"}}),
    "minor_correction": (
        minor_in_review,
        {"publish": {"clara"}, "return": REVIEWERS - {"carol"}, "withdraw": {"carol"}},
    ),
    "returned": (desk.returned_verdict, {}),
    "withdrawn": (desk.withdrawn_verdict, {}),
    "abandoned": (desk.abandoned_verdict, {}),
    "superseded": (desk.superseded_verdict, {}),
    "retracted": (desk.retracted_verdict, {}),
}


def quickly(situations: Iterable[str], *quick: str) -> list[ParameterSet]:
    """Return each situation as a parameter; all but ``quick`` run in make test-long."""
    return [pytest.param(name, marks=[] if name in quick else [pytest.mark.long]) for name in situations]


@pytest.mark.parametrize("situation", quickly(VERDICTS, "draft", "in_review", "published", "retraction_asked"))
def test_verdict_moves_for_those_and_only_those_who_may(situation: str) -> None:
    build, expected = VERDICTS[situation]
    verdict = build()
    facts = verdict_facts([verdict])[verdict.pk]
    for name in NAMES:
        actor = cast(name)
        offered = set(available_actions(VERDICT_MOVES, state=verdict.state, actor=actor, facts=facts))
        for action, call in VERDICT_CALLS.items():
            done = succeeds(lambda call=call, actor=actor: call(verdict, actor))
            assert done == (name in expected.get(action, ())), f"{name} {action}"
            assert done == (action in offered), f"{name} is offered {offered}"


def assigned_claim() -> Claim:
    """Return an accepted claim that adam works on."""
    claim = desk.accepted_claim()
    assignments.assign(claim_id=claim.pk, user_id=person("adam").pk, actor=person("adam"))
    return claim


def published_claim() -> Claim:
    return Claim.objects.get(pk=desk.published_verdict().claim_id)


def claim_in_review() -> Claim:
    return Claim.objects.get(pk=desk.submitted_verdict().claim_id)


def claim_with_returned_correction() -> Claim:
    """Return a published claim whose correction was returned."""
    draft = desk.correction_draft()
    review.submit(verdict_id=draft.pk, actor=person("carol"))
    endings.return_(verdict_id=draft.pk, reason="No.", actor=person("bob"))
    return Claim.objects.get(pk=draft.claim_id)


def adopt(claim: Claim, by: User) -> object:
    text = desk.SnapshotText.objects.first() or desk.page()
    details = evidence.Details(stance="context", kind="primary")
    quote = evidence.Quote(snapshot_id=text.snapshot_id, exact=desk.QUOTE)
    return evidence.adopt(claim_id=claim.pk, quote=quote, details=details, actor=by)


def other_claim(claim: Claim) -> int:
    return Claim.objects.exclude(pk=claim.pk).exclude(state="duplicate").latest("pk").pk


CLAIM_CALLS: dict[str, Callable[[Claim, User], object]] = {
    "accept": lambda c, by: triage.accept(claim_id=c.pk, actor=by),
    "decline": lambda c, by: triage.decline(claim_id=c.pk, reason="opinion", actor=by),
    "mark_duplicate": lambda c, by: triage.mark_duplicate(claim_id=c.pk, of=other_claim(c), actor=by),
    "split": lambda c, by: splitting.split(claim_id=c.pk, texts=["One part.", "Another part."], actor=by),
    "reopen": lambda c, by: triage.reopen(claim_id=c.pk, actor=by),
    "edit": lambda c, by: claims.edit(claim_id=c.pk, changes={"text": "New words here."}, actor=by),
    "assign": lambda c, by: assignments.assign(
        claim_id=c.pk, user_id=by.pk if by.role != "editor" else person("bella").pk, actor=by
    ),
    "unassign": lambda c, by: assignments.unassign(claim_id=c.pk, actor=by),
    "open_round": lambda c, by: rounds.open_round(claim_id=c.pk, urls=["https://a.example/"], actor=by),
    "adopt": adopt,
    "draft": lambda c, by: drafts.draft(claim_id=c.pk, new=drafts.NewVerdict(), actor=by),
}
TRIAGE = {"decline": REVIEWERS, "mark_duplicate": REVIEWERS, "split": REVIEWERS}
WORK = {"open_round": FACT_CHECKERS, "adopt": FACT_CHECKERS}
CLAIMS: dict[str, tuple[Callable[[], Claim], dict[str, set[str]]]] = {
    "submitted": (desk.submitted_claim, TRIAGE | {"accept": REVIEWERS, "edit": FACT_CHECKERS}),
    "accepted": (
        desk.accepted_claim,
        TRIAGE | WORK | {"edit": FACT_CHECKERS, "assign": FACT_CHECKERS, "draft": FACT_CHECKERS},
    ),
    "assigned": (
        assigned_claim,
        TRIAGE
        | WORK
        | {"edit": FACT_CHECKERS, "assign": EDITORS, "unassign": {"adam"} | EDITORS, "draft": FACT_CHECKERS},
    ),
    "in_review": (claim_in_review, WORK | {"assign": FACT_CHECKERS}),
    "published": (published_claim, WORK | {"edit": FACT_CHECKERS, "assign": FACT_CHECKERS}),
    "correction_returned": (
        claim_with_returned_correction,
        WORK | {"edit": FACT_CHECKERS, "assign": FACT_CHECKERS, "draft": EDITORS},
    ),
    "declined": (desk.declined_claim, {"reopen": REVIEWERS}),
    "duplicate": (desk.duplicate_claim, {"reopen": REVIEWERS}),
}


@pytest.mark.parametrize("situation", quickly(CLAIMS, "submitted", "accepted"))
def test_claim_moves_for_those_and_only_those_who_may(situation: str) -> None:
    build, expected = CLAIMS[situation]
    claim = build()
    desk.submitted_claim("Another claim to point to.")
    desk.page(url="https://ministry.example/b")
    person("bella")
    facts = claim_facts([claim])[claim.pk]
    for name in NAMES:
        actor = cast(name)
        offered = set(available_actions(CLAIM_MOVES, state=claim.state, actor=actor, facts=facts))
        for action, call in CLAIM_CALLS.items():
            done = succeeds(lambda call=call, actor=actor: call(claim, actor))
            assert done == (name in expected.get(action, ())), f"{name} {action}"
            assert done == (action in offered), f"{name} is offered {offered}"
