"""``ratings/ claimants/ precedents/ corrections/`` and ``claims/{id}/events/``: lists to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.checking import require_claim
from claims.api.verdicts.rows import correction_row, rating
from claims.api.verdicts.shapes import CorrectionShape, ScaleRatingShape
from claims.models import Claimant, Correction, Precedent, Rating
from claims.selectors.claims import timeline
from claims.selectors.verdicts import corrections_in_full
from factcheck.accounts.api.people import PersonShape, person
from factcheck.core.api.fields import ObjectId
from factcheck.core.api.inputs import read_query
from factcheck.core.api.lists import ListView
from factcheck.core.api.schema import operation
from factcheck.core.api.views import ApiView
from factcheck.core.errors import NotFound
from factcheck.core.models import AuditEvent


class ClaimantShape(serializers.Serializer[Any]):
    """A person or organisation that makes claims."""

    id = ObjectId()
    name = serializers.CharField()
    kind = serializers.ChoiceField(choices=Claimant.Kind.choices)
    same_as = serializers.CharField(help_text="Wikidata address, or empty.")
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    available_actions = serializers.ListField(child=serializers.CharField())


class PrecedentShape(serializers.Serializer[Any]):
    """A check published elsewhere."""

    id = ObjectId()
    external_id = serializers.CharField()
    text = serializers.CharField()
    title = serializers.CharField()
    claimant = serializers.CharField()
    claim_date = serializers.DateField(allow_null=True)
    rating = serializers.CharField()
    url = serializers.CharField()
    publisher = serializers.CharField()
    created_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField())


class EventShape(serializers.Serializer[Any]):
    """One thing that happened; hashes chain it to the one before."""

    id = ObjectId()
    sequence = serializers.IntegerField()
    action = serializers.CharField()
    actor = PersonShape(allow_null=True, help_text="Null for the machine.")
    object_type = serializers.CharField()
    object_id = serializers.CharField()
    object_sha256 = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]  # DRF takes declared fields off the class
    nonce = serializers.CharField()
    previous_sha256 = serializers.CharField()
    sha256 = serializers.CharField()
    created_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField())


class NameQuery(serializers.Serializer[Any]):
    """Filters of the list of claimants."""

    q = serializers.CharField(max_length=300, required=False, help_text="Part of the name.")


class RatingsView(ListView):
    """``ratings/``."""

    page_ordering = ("position", "id")

    @operation(operation_id="ratings_list", responses={200: ScaleRatingShape(many=True)})
    def get(self, _request: Request) -> Response:
        """List the ratings of the current scale, in its order."""
        return self.page(Rating.objects.filter(scale__is_current=True).select_related("scale"), _ratings)


class ClaimantsView(ListView):
    """``claimants/``."""

    @operation(operation_id="claimants_list", parameters=[NameQuery], responses={200: ClaimantShape(many=True)})
    def get(self, request: Request) -> Response:
        """List who made claims, newest first."""
        words = read_query(NameQuery, request).get("q", "")
        return self.page(Claimant.objects.filter(name__icontains=words), _claimants)


class ClaimantView(ApiView):
    """``claimants/{id}/``."""

    @operation(operation_id="claimants_retrieve", responses={200: ClaimantShape})
    def get(self, _request: Request, pk: int) -> Response:
        """Show who made claims."""
        return Response(_only(_claimants(Claimant.objects.filter(pk=pk))))


class PrecedentsView(ListView):
    """``precedents/``."""

    @operation(operation_id="precedents_list", responses={200: PrecedentShape(many=True)})
    def get(self, _request: Request) -> Response:
        """List checks published elsewhere, the last imported first."""
        return self.page(_light(Precedent.objects.all()), _precedents)


class PrecedentView(ApiView):
    """``precedents/{id}/``."""

    @operation(operation_id="precedents_retrieve", responses={200: PrecedentShape})
    def get(self, _request: Request, pk: int) -> Response:
        """Show a check published elsewhere."""
        return Response(_only(_precedents(_light(Precedent.objects.filter(pk=pk)))))


class CorrectionsView(ListView):
    """``corrections/``."""

    @operation(operation_id="corrections_list", responses={200: CorrectionShape(many=True)})
    def get(self, _request: Request) -> Response:
        """List corrections, public or on their way, newest first."""
        return self.page(corrections_in_full(), _corrections)


class CorrectionView(ApiView):
    """``corrections/{id}/``."""

    @operation(operation_id="corrections_retrieve", responses={200: CorrectionShape})
    def get(self, _request: Request, pk: int) -> Response:
        """Show a correction."""
        return Response(_only(_corrections(corrections_in_full().filter(pk=pk))))


class ClaimEventsView(ListView):
    """``claims/{id}/events/``."""

    page_ordering = ("-sequence",)

    @operation(operation_id="claims_events_list", responses={200: EventShape(many=True)})
    def get(self, _request: Request, pk: int) -> Response:
        """List what happened to a claim, newest first."""
        require_claim(pk)
        return self.page(timeline(pk), _events)


def _only(rows: list[dict[str, Any]]) -> dict[str, Any]:
    if not rows:
        raise NotFound
    return rows[0]


def _light(precedents: QuerySet[Precedent]) -> QuerySet[Precedent]:
    return precedents.defer("body")


def _ratings(rows: Iterable[Rating]) -> list[dict[str, Any]]:
    return [
        {
            **(rating(row) or {}),
            "scale": row.scale.name,
            "description": row.description,
            "position": row.position,
            "available_actions": [],
        }
        for row in rows
    ]


def _claimants(rows: Iterable[Claimant]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "name": row.name,
            "kind": row.kind,
            "same_as": row.same_as,
            "created_at": row.created_at,
            "version": row.version,
            "available_actions": [],
        }
        for row in rows
    ]


def _precedents(rows: Iterable[Precedent]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "external_id": row.external_id,
            "text": row.text,
            "title": row.title,
            "claimant": row.claimant,
            "claim_date": row.claim_date,
            "rating": row.rating,
            "url": row.url,
            "publisher": row.publisher,
            "created_at": row.created_at,
            "available_actions": [],
        }
        for row in rows
    ]


def _corrections(rows: Iterable[Correction]) -> list[dict[str, Any]]:
    return [correction_row(row) for row in rows]


def _events(rows: Iterable[AuditEvent]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(row.pk),
            "sequence": row.sequence,
            "action": row.action,
            "actor": person(row.actor),
            "object_type": row.object_type,
            "object_id": row.object_id,
            "object_sha256": row.object_sha256,
            "data": row.data,
            "nonce": row.nonce,
            "previous_sha256": row.previous_sha256,
            "sha256": row.sha256,
            "created_at": row.created_at,
            "available_actions": [],
        }
        for row in rows
    ]
