"""``claims/match/`` and ``claims/{id}/matches/``: who checked something like this already."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.checking import require_claim
from claims.models import Match
from claims.models.claim import CLAIM_MAX_CHARACTERS
from claims.selectors.matching import RESULTS_MAX, match_text, matches_of
from claims.services import matching
from factcheck.accounts import policy
from factcheck.accounts.api.people import PersonShape, person
from factcheck.accounts.models import User
from factcheck.core.api.fields import ObjectId, example
from factcheck.core.api.inputs import read
from factcheck.core.api.lists import ListView
from factcheck.core.api.schema import operation
from factcheck.core.api.views import ApiView

KINDS = ["claim", "precedent"]


class MatchQuery(serializers.Serializer[Any]):
    """A text to compare with."""

    text = serializers.CharField(max_length=CLAIM_MAX_CHARACTERS)
    limit = serializers.IntegerField(min_value=1, max_value=RESULTS_MAX, default=10)


class LikenessShape(serializers.Serializer[Any]):
    """A claim or precedent like the text. ``score`` is a machine's, comparable within one answer."""

    kind = serializers.ChoiceField(choices=KINDS)
    id = ObjectId()
    external_id = serializers.CharField(allow_null=True)
    text = serializers.CharField()
    score = serializers.FloatField()
    verdict = serializers.CharField(allow_null=True, help_text="The published rating's label.")
    explanation = serializers.ListField(child=serializers.CharField())


class LikenessesShape(serializers.Serializer[Any]):
    """The best first."""

    results = LikenessShape(many=True)


@example({"other": "1", "decision": "confirmed"})
class DecisionInput(serializers.Serializer[Any]):
    """What a person says about a likeness; ``other`` is the id of a claim, or of a precedent when ``kind`` says so."""

    other = ObjectId()
    kind = serializers.ChoiceField(choices=KINDS, default="claim")
    decision = serializers.ChoiceField(choices=list(matching.DECISIONS))


class OtherShape(serializers.Serializer[Any]):
    """What a claim is compared with."""

    kind = serializers.ChoiceField(choices=KINDS)
    id = ObjectId()
    text = serializers.CharField()


class MatchShape(serializers.Serializer[Any]):
    """A likeness that the machine suggested, or a person confirmed or rejected."""

    id = ObjectId()
    claim = ObjectId()
    other = OtherShape()
    score = serializers.FloatField(allow_null=True)
    explanation = serializers.ListField(child=serializers.CharField())
    model = serializers.CharField()
    state = serializers.ChoiceField(choices=Match.State.choices)
    decided_by = PersonShape(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField())


class MatchView(ApiView):
    """``claims/match/``."""

    @operation(operation_id="claims_match", request=MatchQuery, responses={200: LikenessesShape})
    def post(self, request: Request) -> Response:
        """Find claims and precedents that say much the same as a text. Nothing is stored."""
        asked = read(MatchQuery, request, lambda _: None)
        found = match_text(asked["text"], asked["limit"])
        results = [
            {
                "kind": row.kind,
                "id": str(row.id),
                "external_id": row.external_id or None,
                "text": row.text,
                "score": row.score,
                "verdict": row.verdict or None,
                "explanation": row.explanation,
            }
            for row in found
        ]
        return Response({"results": results})


class ClaimMatchesView(ListView):
    """``claims/{id}/matches/``."""

    page_ordering = ("standing", "-ranked", "id")

    @operation(operation_id="claims_matches_list", responses={200: MatchShape(many=True)})
    def get(self, _request: Request, pk: int) -> Response:
        """List stored likenesses: confirmed ones, suggestions, rejected ones; each best first."""
        require_claim(pk)
        return self.page(matches_of(pk), partial(_rows, actor=self.actor))

    @operation(operation_id="claims_matches_decide", request=DecisionInput, responses={200: MatchShape})
    def post(self, request: Request, pk: int) -> Response:
        """Confirm or reject a likeness, suggested or not."""
        asked = read(DecisionInput, request, partial(self._check, pk))
        match = matching.decide_match(
            claim_id=pk,
            kind=asked["kind"],
            other_id=asked["other"],
            decision=asked["decision"],
            actor=self.actor,
        )
        return Response(_rows(matches_of(pk).filter(pk=match.pk), self.actor)[0])

    def _check(self, pk: int, _version: int | None) -> None:
        require_claim(pk)
        policy.require("claim.decide_match", self.actor)


def _rows(matches: Iterable[Match], actor: User) -> list[dict[str, Any]]:
    actions = ["decide"] if policy.allowed("claim.decide_match", actor) else []
    return [{**_row(match), "available_actions": actions} for match in matches]


def _row(match: Match) -> dict[str, Any]:
    return {
        "id": str(match.pk),
        "claim": str(match.claim_id),
        "other": _other(match),
        "score": match.score,
        "explanation": match.explanation,
        "model": match.model,
        "state": match.state,
        "decided_by": person(match.decided_by),
        "decided_at": match.decided_at,
        "created_at": match.created_at,
    }


def _other(match: Match) -> dict[str, Any]:
    if match.other is not None:
        return {"kind": "claim", "id": str(match.other.pk), "text": match.other.text}
    if match.precedent is not None:
        return {"kind": "precedent", "id": str(match.precedent.pk), "text": match.precedent.text}
    raise AssertionError("the database holds no match without another side")
