"""Lists: the same number of queries for one row and for many; filters; rows as their shapes say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework import serializers

from claims.api.articles.serializers import ArticleRowShape, SuggestionShape
from claims.api.claims.shapes import ClaimRowShape
from claims.api.evidence.serializers import EvidenceShape
from claims.api.reference.views import ClaimantShape, EventShape, PrecedentShape
from claims.api.research.matches import MatchShape
from claims.api.verdicts.shapes import CorrectionShape, ScaleRatingShape, VerdictShape
from claims.models import Article, Claim, Claimant, Match, Precedent, Suggestion, Verdict
from claims.permissions import available_actions
from claims.selectors.facts import claim_facts
from claims.services import claims, drafts, endings, rounds, triage
from claims.services.claims import NewClaim
from claims.services.drafts import NewVerdict
from claims.workflow import CLAIM_MOVES
from factcheck.sources.api.shapes import ProviderShape, RankedPassageShape, SourceShape
from factcheck.sources.models import Provider
from tests.contract.seeding import capture, seed_desk
from tests.factories import desk
from tests.factories.people import person
from tests.integration.api.client import Desk, body

pytestmark = pytest.mark.django_db
MANY = 20
Grow = Callable[[int], None]


def queries(alice: Desk, path: str, rows: int) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        found = body(alice.get(path))["results"]
    assert len(found) == rows, path
    return len(captured)


def assert_constant(path: str, grow: Grow, *, first: int = 1) -> None:
    """Assert that the list costs the same with ``first`` rows as with twenty."""
    alice = Desk("alice")
    for number in range(first):
        grow(number)
    body(alice.get(path))  # notes the use of the token, once a minute
    few = queries(alice, path, first)
    for number in range(first, MANY):
        grow(number)
    assert queries(alice, path, MANY) == few


def test_claims_cost_the_same_for_one_and_many() -> None:
    makers = [desk.submitted_claim, desk.accepted_claim, desk.declined_claim]
    assert_constant("/claims/", lambda number: void(makers[number % 3](f"Claim {number}.")))


def test_claims_page_is_one_query_beside_the_token() -> None:
    desk.published_verdict()
    alice = Desk("alice")
    body(alice.get("/claims/"))
    assert queries(alice, "/claims/", 1) == 2


def test_articles_and_suggestions_cost_the_same_for_one_and_many() -> None:
    def article(number: int) -> None:
        Article.objects.create(title=f"{number}", pasted_text="A claim is made.", added_by=person("alice"))

    assert_constant("/articles/", article)
    first = Article.objects.latest("id")

    def suggestion(number: int) -> None:
        Suggestion.objects.create(
            article=first, start=number, end=number + 1, score=0.5, model="m", input_sha256="0" * 64
        )

    first.pasted_text = "x" * 40
    first.save()
    assert_constant(f"/articles/{first.pk}/suggestions/", suggestion)


def test_evidence_costs_the_same_for_one_and_many() -> None:
    claim = desk.accepted_claim()
    text = desk.page()
    assert_constant(f"/claims/{claim.pk}/evidence/", lambda _: void(desk.adopted_evidence(claim, text=text)))


def test_verdicts_cost_the_same_for_one_and_many() -> None:
    claim = desk.accepted_claim()

    def verdict(_: int) -> None:
        for open_one in claim.verdicts.filter(state="draft"):
            endings.abandon(verdict_id=open_one.pk, actor=person("alice"))
        drafts.draft(claim_id=claim.pk, new=NewVerdict(rating="false"), actor=person("alice"))

    assert_constant(f"/claims/{claim.pk}/verdicts/", verdict)


def test_events_cost_the_same_for_few_and_many() -> None:
    claim = claims.submit_claim(new=NewClaim(text="One."), actor=person("alice"))

    def edit(number: int) -> None:
        if number:
            claims.edit(claim_id=claim.pk, changes={"text": f"Text {number}."}, actor=person("alice"))

    assert_constant(f"/claims/{claim.pk}/events/", edit)


def test_matches_cost_the_same_for_one_and_many() -> None:
    claim = desk.submitted_claim()

    def match(number: int) -> None:
        precedent = Precedent.objects.create(external_id=f"{number}", text="Checked before.")
        Match.objects.create(claim=claim, precedent=precedent, score=0.1 * (number % 3) if number % 4 else None)

    assert_constant(f"/claims/{claim.pk}/matches/", match)
    assert_constant_reference("/precedents/", MANY)


def assert_constant_reference(path: str, rows: int) -> None:
    """Assert that a list without relations costs one query beside the token."""
    assert queries(Desk("alice"), path, rows) <= 3


def test_claimants_and_providers_cost_one_query() -> None:
    for number in range(MANY):
        Claimant.objects.create(name=f"Person {number}")
        Provider.objects.create(kind="feed", name=f"Feed {number}", base_url="https://wire.example/")
    assert_constant_reference("/claimants/", MANY)
    assert_constant_reference("/providers/", MANY)


def test_corrections_cost_the_same_for_one_and_many() -> None:
    published = desk.published_verdict()

    def correct(number: int) -> None:
        for open_one in Verdict.objects.filter(state="draft"):
            endings.abandon(verdict_id=open_one.pk, actor=person("carol"))
        desk.correction_draft(published)

    assert_constant("/corrections/", correct)


def test_sources_and_passages_cost_the_same_for_one_and_many() -> None:
    claim = triage.accept(claim_id=desk.submitted_claim().pk, actor=person("bob"))
    inquiry = rounds.open_round(claim_id=claim.pk, actor=person("bob"), provider_ids=[]).inquiry

    def found(number: int) -> None:
        capture(inquiry, f"https://read.example/{number}", f"No missiles on page {number}.")

    assert_constant(f"/claims/{claim.pk}/sources/", found)
    alice = Desk("alice")
    body(alice.get("/claims/"))
    before = queries(alice, f"/claims/{claim.pk}/passages/", MANY)
    capture(inquiry, "https://read.example/x", "No missiles on page x.")
    assert queries(alice, f"/claims/{claim.pk}/passages/", MANY + 1) == before


def void(_: object) -> None:
    return None


SHAPES: dict[str, type[serializers.Serializer[Any]]] = {
    "/articles/": ArticleRowShape,
    "/articles/1/suggestions/": SuggestionShape,
    "/claims/": ClaimRowShape,
    "/ratings/": ScaleRatingShape,
    "/claimants/": ClaimantShape,
    "/providers/": ProviderShape,
    "/precedents/": PrecedentShape,
    "/corrections/": CorrectionShape,
}
OF_A_CLAIM: dict[str, type[serializers.Serializer[Any]]] = {
    "evidence/": EvidenceShape,
    "verdicts/": VerdictShape,
    "events/": EventShape,
    "matches/": MatchShape,
    "sources/": SourceShape,
    "passages/": RankedPassageShape,
}


@pytest.mark.django_db(reset_sequences=True, transaction=True)
def test_rows_say_exactly_what_their_shapes_say() -> None:
    seed_desk(rows_each=1)
    alice = Desk("alice")
    for path, shape in SHAPES.items():
        for row in body(alice.get(path))["results"]:
            assert_shaped(row, shape(), path)
    seen = set()
    for claim in Claim.objects.all():
        for path, shape in OF_A_CLAIM.items():
            for row in body(alice.get(f"/claims/{claim.pk}/{path}"))["results"]:
                seen.add(path)
                assert_shaped(row, shape(), path)
    assert seen == set(OF_A_CLAIM)


def assert_shaped(value: Any, shape: Any, where: str) -> None:
    """Assert that ``value`` has the members of ``shape``, no more and no fewer, all the way down."""
    if isinstance(shape, serializers.ListSerializer):
        for item in value:
            assert_shaped(item, shape.child, where)
    elif isinstance(shape, serializers.Serializer):
        assert set(value) == set(shape.fields), where
        for name, field in shape.fields.items():
            assert value[name] is not None or field.allow_null, f"{where} {name}"
            if value[name] is not None:
                assert_shaped(value[name], field, f"{where} {name}")


def test_offered_actions_and_stages_equal_those_of_the_services() -> None:
    for make in (desk.submitted_claim, desk.accepted_claim, desk.declined_claim, desk.duplicate_claim):
        make()
    for make_verdict in (desk.drafted_verdict, desk.split_verdict, desk.published_verdict, desk.retraction_asked):
        make_verdict()
    for make_verdict in (desk.correction_draft, desk.retracted_verdict, desk.returned_verdict):
        make_verdict()
    returned = desk.correction_draft()
    endings.abandon(verdict_id=returned.pk, actor=person("carol"))
    for name in ("vera", "alice", "bob", "carol", "anne"):
        actor = Desk(name)
        offered = {row["id"]: row["available_actions"] for row in body(actor.get("/claims/?page_size=200"))["results"]}
        facts = claim_facts(Claim.objects.all())
        for claim in Claim.objects.all():
            wanted = available_actions(CLAIM_MOVES, state=claim.state, actor=actor.user, facts=facts[claim.pk])
            assert offered[str(claim.pk)] == list(wanted)


def test_pages_follow_each_other_both_ways() -> None:
    for number in range(5):
        desk.submitted_claim(f"Claim {number}.")
    alice = Desk("alice")
    first = body(alice.get("/claims/?page_size=2"))
    assert first["previous"] is None
    second = body(alice.client.get(first["next"], headers=alice.headers))
    texts = [row["text"] for row in first["results"] + second["results"]]
    assert texts == ["Claim 4.", "Claim 3.", "Claim 2.", "Claim 1."]
    back = body(alice.client.get(second["previous"], headers=alice.headers))
    assert back["results"] == first["results"]


def test_claims_are_narrowed_by_each_filter() -> None:
    claim = desk.accepted_claim("The bridge is wide.", tags=["bridges"])
    desk.submitted_claim("The tunnel is deep.", claimant="Somebody Else")
    alice = Desk("alice")
    body(alice.post(f"/claims/{claim.pk}/assign/", {"user": str(alice.user.pk)}))
    claimant = body(alice.get(f"/claims/{claim.pk}/"))["claimant"]["id"]
    for query in (
        "state=accepted",
        "stage=researching",
        "assignee=me",
        f"assignee={alice.user.pk}",
        f"claimant={claimant}",
        "claimant=minister%20example",
        "tag=bridges",
        "q=bridge",
    ):
        assert [row["id"] for row in body(alice.get(f"/claims/?{query}"))["results"]] == [str(claim.pk)], query
    ascending = body(alice.get("/claims/?ordering=created_at"))["results"]
    assert ascending[0]["id"] == str(claim.pk)
