"""Several people at once, on real connections: one winner where one is due, and no trail torn."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from claims.models import Assignment, Verdict, Vote
from claims.services import assignments, drafts, publication, review, triage
from factcheck.core.errors import DomainError
from factcheck.core.models import AuditEvent
from factcheck.core.services import audit
from tests.factories import desk
from tests.factories.people import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
THREADS = 8


@pytest.fixture(autouse=True)
def scale_and_policy(transactional_db: None) -> None:
    """Write the rows back that the flush after the test before took away."""
    desk.seed()


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run ``calls`` at the same moment, each on a connection of its own; return results and refusals in order."""
    results: list[object] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(number: int, call: Callable[[], object]) -> None:
        try:
            start.wait()
            results[number] = call()
        except DomainError as refusal:
            results[number] = refusal
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, call)) for number, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def refused(results: list[object]) -> int:
    return sum(isinstance(result, DomainError) for result in results)


def test_one_person_votes_once_however_often_they_click() -> None:
    verdict, bob = desk.submitted_verdict(), person("bob")
    call = lambda: review.vote(verdict_id=verdict.pk, rating="mostly_true", actor=bob)  # noqa: E731
    assert refused(at_once(*[call] * THREADS)) == THREADS - 1
    assert Vote.objects.count() == 1
    assert AuditEvent.objects.filter(action="verdict.approved").count() == 1


def test_first_of_many_voters_decides() -> None:
    verdict = desk.submitted_verdict()
    voters = [person(name) for name in ("bob", "boris", "bella", "carol", "clara", "chris")]
    calls = [lambda who=who: review.vote(verdict_id=verdict.pk, rating="mostly_true", actor=who) for who in voters]
    assert refused(at_once(*calls)) == len(voters) - 1
    assert Verdict.objects.get(pk=verdict.pk).state == "approved"
    assert not list(audit.broken_links(f"claim:{verdict.claim_id}"))


def test_verdict_is_published_once() -> None:
    verdict = desk.approved_verdict()
    editors = [person(name) for name in ("carol", "clara", "chris")] * 3
    calls = [lambda who=who: publication.publish(verdict_id=verdict.pk, actor=who) for who in editors]
    assert refused(at_once(*calls)) == len(editors) - 1
    assert AuditEvent.objects.filter(action="verdict.published").count() == 1


def test_one_draft_is_opened() -> None:
    claim, alice = desk.accepted_claim(), person("alice")
    call = lambda: drafts.draft(claim_id=claim.pk, new=drafts.NewVerdict(), actor=alice)  # noqa: E731
    assert refused(at_once(*[call] * THREADS)) == THREADS - 1
    assert Verdict.objects.count() == 1


def test_one_of_many_edits_of_one_version_wins() -> None:
    draft, alice = desk.drafted_verdict(), person("alice")
    calls = [
        lambda n=n: drafts.edit(verdict_id=draft.pk, changes={"summary": f"{n}"}, actor=alice, version=1)
        for n in range(THREADS)
    ]
    assert refused(at_once(*calls)) == THREADS - 1
    assert Verdict.objects.get(pk=draft.pk).version == 2


def test_one_person_takes_a_free_claim() -> None:
    claim, takers = desk.accepted_claim(), [person("alice"), person("adam"), person("bob"), person("boris")]
    calls = [lambda who=who: assignments.assign(claim_id=claim.pk, user_id=who.pk, actor=who) for who in takers]
    assert refused(at_once(*calls)) == len(takers) - 1
    assert Assignment.objects.count() == 1


def test_claims_marked_as_duplicates_of_each_other_do_not_lock_each_other_out() -> None:
    one, other, bob = desk.submitted_claim("The one."), desk.submitted_claim("The other."), person("bob")
    results = at_once(
        lambda: triage.mark_duplicate(claim_id=one.pk, of=other.pk, actor=bob),
        lambda: triage.mark_duplicate(claim_id=other.pk, of=one.pk, actor=bob),
    )
    assert refused(results) == 1


def test_same_new_claimant_named_at_once_is_one_row() -> None:
    person("alice")
    calls = [lambda n=n: desk.submitted_claim(f"Claim {n}.", claimant="New Person") for n in range(THREADS)]
    assert refused(at_once(*calls)) == 0
    assert desk.Claim.objects.filter(appearances__claimant__name="New Person").count() == THREADS
