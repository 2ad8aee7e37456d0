"""Lists and pages: the stage in SQL is the stage in Python, filters narrow, queries do not grow with rows."""

from __future__ import annotations

from itertools import product

import pytest
from django.utils import timezone

from claims.models import Claim
from claims.permissions import available_actions
from claims.selectors.articles import article_list
from claims.selectors.claims import ClaimFilters, claim_list, claim_page, timeline
from claims.selectors.facts import claim_facts, evidence_facts, stage_facts, verdict_facts
from claims.selectors.stages import with_stage
from claims.services import articles, assignments, drafts
from claims.workflow import CLAIM_MOVES, OPEN_VERDICT_STATES, ClaimState, VerdictState, stage_of
from tests.factories import desk
from tests.factories.people import person

pytestmark = pytest.mark.django_db


def in_stage_facts(state: str, verdicts: tuple[str, ...], *, is_assigned: bool) -> Claim:
    """Return a claim in a combination of facts, reachable or not: rows are written past the services."""
    pointing = {"duplicate_of": Claim.objects.create(text="Original.")} if state == "duplicate" else {}
    reason = "opinion" if state == "declined" else ""
    claim = Claim.objects.create(text="Some claim.", state=state, decline_reason=reason, **pointing)
    now = timezone.now()
    for number, verdict in enumerate(verdicts, start=1):
        is_public = verdict in {"published", "retracted"}
        frozen = {}
        if verdict != VerdictState.DRAFT:
            revision = claim.revisions.create(number=number, text=claim.text)
            scale = desk.seeded_policy_and_rating()
            frozen = {"claim_revision": revision, "policy": scale[0], "rating": scale[1], "submitted_at": now}
        public = {"published_at": now, "published_by": person("carol")} if is_public else {}
        claim.verdicts.create(number=number, state=verdict, author=person("alice"), **frozen, **public)
    if is_assigned:
        claim.assignments.create(user=person("alice"), assigned_by=person("alice"))
    return claim


def test_stage_in_sql_is_the_stage_in_python_for_every_combination() -> None:
    opens = ((), *((state,) for state in OPEN_VERDICT_STATES))
    ended = ((), ("published",), ("retracted",), ("retracted", "published"))
    for state, opened, over, is_assigned in product(ClaimState, opens, ended, (False, True)):
        in_stage_facts(state, (*over, *opened), is_assigned=is_assigned)
    claims = {claim.pk: claim for claim in with_stage(Claim.objects.all())}
    facts = claim_facts(claims.values())
    assert len(claims) >= 160
    for pk, claim in claims.items():
        assert claim.stage == stage_of(stage_facts(facts[pk])), facts[pk]


def many_claims(count: int) -> None:
    for number in range(count):
        claim = desk.accepted_claim(f"Claim number {number}.")
        draft = desk.drafted_verdict(claim) if number % 2 else None
        if draft is not None:
            drafts.edit(verdict_id=draft.pk, changes={"summary": "New."}, actor=person("alice"))


@pytest.mark.parametrize("count", [1, 6])
def test_list_is_one_query_and_its_actions_two_more(count: int, django_assert_num_queries) -> None:
    many_claims(count)
    actor = person("alice")
    with django_assert_num_queries(3):
        claims = list(claim_list())
        facts = claim_facts(claims)
    with django_assert_num_queries(0):
        for claim in claims:
            found = available_actions(CLAIM_MOVES, state=claim.state, actor=actor, facts=facts[claim.pk])
            assert "open_round" in found
            assert claim.claimant_name == "Minister Example"


@pytest.mark.parametrize("count", [1, 6])
def test_facts_of_verdicts_and_evidence_are_a_fixed_number_of_queries(
    count: int, django_assert_max_num_queries
) -> None:
    for number in range(count):
        desk.correction_draft(desk.published_verdict(desk.accepted_claim(f"Claim {number}.")), kind="minor")
    verdicts = list(desk.Verdict.objects.select_related("policy"))
    found = list(desk.Evidence.objects.all())
    with django_assert_max_num_queries(9):
        facts = verdict_facts(verdicts)
    assert len(facts) == 2 * count
    with django_assert_max_num_queries(1):
        evidence_facts(found)


def test_filters_narrow_the_list() -> None:
    mine = desk.accepted_claim("Bridges cost four million euros.", tags=("budget",), claimant="Ada")
    assignments.assign(claim_id=mine.pk, user_id=person("alice").pk, actor=person("alice"))
    desk.submitted_claim("Wolves returned to the valley.", claimant="Ben")
    ada = mine.appearances.get().claimant_id

    def found(**filters: str) -> list[str]:
        return [claim.text.split()[0] for claim in claim_list(ClaimFilters(**filters))]

    assert found() == ["Wolves", "Bridges"]
    assert found(state="accepted") == found(stage="researching") == found(tag="budget") == ["Bridges"]
    assert found(q="bridge costs") == found(claimant="ADA") == found(claimant=str(ada)) == ["Bridges"]
    assert found(assignee=str(person("alice").pk)) == ["Bridges"]
    assert found(assignee="none") == found(stage="new") == ["Wolves"]
    assert found(assignee="nobody") == found(claimant="9" * 30) == found(state="x") == []


def test_page_shows_everything_in_a_fixed_number_of_queries(django_assert_max_num_queries) -> None:
    verdict = desk.superseded_verdict()
    with django_assert_max_num_queries(14):
        page = claim_page(verdict.claim_id)
        shown = [
            (v.rating.label, [c.evidence_id for c in v.citations.all()], v.author.role) for v in page.verdicts.all()
        ]
        quotes = [(e.exact, e.snapshot_text.snapshot.source.title) for e in page.evidence.all()]
    assert (len(shown), len(quotes)) == (2, 1)
    assert [event.action for event in timeline(verdict.claim_id)[:2]] == ["verdict.published", "verdict.superseded"]
    assert claim_page(0) is None


def test_article_list_tells_how_reading_went() -> None:
    articles.add_article(new=articles.NewArticle(url="https://a.example/x"), actor=person("alice"))
    desk.Fetch.objects.update(state="failed", reason="not_found", finished_at=timezone.now())
    article = article_list().get()
    assert (article.fetch_state, article.fetch_reason, article.open_suggestions) == ("failed", "not_found", 0)
