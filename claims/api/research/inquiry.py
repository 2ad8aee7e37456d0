"""``claims/{id}/inquiry/``: how the asking stands, and a further round of it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.checking import claim_check, require_claim
from claims.selectors import rounds as selectors
from claims.services import rounds
from claims.services.inputs import URL_MAX_CHARACTERS
from factcheck.core.api.fields import ObjectId, example
from factcheck.core.api.inputs import read
from factcheck.core.api.schema import operation
from factcheck.core.api.views import ApiView
from factcheck.sources.api.rows import lookup_row
from factcheck.sources.api.shapes import LookupShape

PROVIDERS_MAX = 100


@example({"providers": [], "urls": ["https://example.org/budget"]})
class RoundInput(serializers.Serializer[Any]):
    """Whom to ask what; without ``providers`` all enabled ones are asked, with an empty list none."""

    providers = serializers.ListField(child=ObjectId(), max_length=PROVIDERS_MAX, required=False)
    urls = serializers.ListField(
        child=serializers.URLField(max_length=URL_MAX_CHARACTERS), max_length=rounds.URLS_MAX, default=list
    )
    query = serializers.CharField(max_length=rounds.QUERY_MAX_CHARACTERS, allow_blank=True, default="")


class RoundShape(serializers.Serializer[Any]):
    """One round of asking, with the text as it read then."""

    round = serializers.IntegerField()
    inquiry = ObjectId()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()


class CountsShape(serializers.Serializer[Any]):
    """How many rows of each queue are in which state."""

    fetch = serializers.DictField(child=serializers.IntegerField())
    lookup = serializers.DictField(child=serializers.IntegerField())
    analysis = serializers.DictField(child=serializers.IntegerField())


class InquiryShape(serializers.Serializer[Any]):
    """How the inquiry of a claim stands, over all its rounds."""

    claim = ObjectId()
    state = serializers.ChoiceField(choices=[selectors.NOT_STARTED, selectors.WORKING, selectors.SETTLED])
    counts = CountsShape()
    rounds = RoundShape(many=True)
    lookups = LookupShape(many=True)


class InquiryView(ApiView):
    """``claims/{id}/inquiry/``."""

    @operation(operation_id="claims_inquiry_retrieve", responses={200: InquiryShape})
    def get(self, _request: Request, pk: int) -> Response:
        """Tell how far looking for sources is."""
        require_claim(pk)
        return Response(inquiry_body(pk))

    @operation(operation_id="claims_inquiry_create", request=RoundInput, responses={201: InquiryShape})
    def post(self, request: Request, pk: int) -> Response:
        """Open a further round."""
        asked = read(RoundInput, request, claim_check(pk, "open_round", self.actor))
        rounds.open_round(
            claim_id=pk,
            actor=self.actor,
            provider_ids=asked.get("providers"),
            urls=asked["urls"],
            query=asked["query"],
        )
        return Response(inquiry_body(pk), status=201)


def inquiry_body(claim_id: int) -> dict[str, Any]:
    """Return the ``InquiryShape`` of a claim."""
    progress = selectors.progress(claim_id)
    return {
        "claim": str(claim_id),
        "state": progress.state,
        "counts": progress.counts,
        "rounds": [
            {
                "round": row.round,
                "inquiry": str(row.inquiry_id),
                "text": row.inquiry.text,
                "created_at": row.created_at,
            }
            for row in progress.rounds
        ],
        "lookups": [lookup_row(lookup) for lookup in progress.lookups],
    }
