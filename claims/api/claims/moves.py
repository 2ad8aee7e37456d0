"""``claims/{id}/…/``: what people decide about a claim. Each view reads its input and calls one service."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.checking import claim_check
from claims.api.claims.inputs import AssignInput, DeclineInput, DuplicateInput, SplitInput
from claims.api.claims.rows import ClaimRows
from claims.api.claims.shapes import ClaimShape, SplitShape
from claims.api.claims.views import answer
from claims.selectors.listing import claim_values
from claims.services import assignments, splitting, triage
from factcheck.core.api.inputs import NOTHING, read
from factcheck.core.api.schema import Link, operation
from factcheck.core.api.views import ApiView


class AcceptView(ApiView):
    """``accept/``."""

    @operation(
        operation_id="claims_accept",
        links={
            "claims_evidence_create": Link(),
            "claims_verdicts_create": Link(),
            "claims_inquiry_create": Link(),
            "claims_sources_create": Link(),
            "claims_assign": Link(body={"user": "$response.body#/submitted_by/id"}),
        },
        request=NOTHING,
        responses={200: ClaimShape},
        has_etag=True,
    )
    def post(self, _request: Request, pk: int) -> Response:
        """Admit a claim; its inquiry begins."""
        triage.accept(claim_id=pk, actor=self.actor)
        return answer(pk, self.actor)


class DeclineView(ApiView):
    """``decline/``."""

    @operation(
        operation_id="claims_decline",
        links={"claims_reopen": Link()},
        request=DeclineInput,
        responses={200: ClaimShape},
        has_etag=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Decline a claim, saying why."""
        asked = read(DeclineInput, request, claim_check(pk, "decline", self.actor))
        triage.decline(claim_id=pk, actor=self.actor, **asked)
        return answer(pk, self.actor)


class MarkDuplicateView(ApiView):
    """``mark-duplicate/``."""

    @operation(operation_id="claims_mark_duplicate", request=DuplicateInput, responses={200: ClaimShape}, has_etag=True)
    def post(self, request: Request, pk: int) -> Response:
        """Say that a claim repeats another."""
        asked = read(DuplicateInput, request, claim_check(pk, "mark_duplicate", self.actor))
        triage.mark_duplicate(claim_id=pk, of=asked["of"], actor=self.actor)
        return answer(pk, self.actor)


class SplitView(ApiView):
    """``split/``."""

    @operation(operation_id="claims_split", request=SplitInput, responses={201: SplitShape})
    def post(self, request: Request, pk: int) -> Response:
        """Split a compound claim into parts, which are submitted anew."""
        asked = read(SplitInput, request, claim_check(pk, "split", self.actor))
        parts = splitting.split(claim_id=pk, texts=asked["texts"], actor=self.actor)
        values = claim_values().filter(pk__in=[part.pk for part in parts]).order_by("pk")
        return Response({"results": ClaimRows(self.actor).build(values)}, status=201)


class ReopenView(ApiView):
    """``reopen/``."""

    @operation(operation_id="claims_reopen", request=NOTHING, responses={200: ClaimShape}, has_etag=True)
    def post(self, _request: Request, pk: int) -> Response:
        """Put a declined or duplicate claim back to submitted."""
        triage.reopen(claim_id=pk, actor=self.actor)
        return answer(pk, self.actor)


class AssignView(ApiView):
    """``assign/``."""

    @operation(
        operation_id="claims_assign",
        links={"claims_unassign": Link()},
        request=AssignInput,
        responses={200: ClaimShape},
        has_etag=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Take a free claim, or, as an editor, give it to somebody."""
        asked = read(AssignInput, request, claim_check(pk, "assign", self.actor))
        assignments.assign(claim_id=pk, user_id=asked["user"], actor=self.actor)
        return answer(pk, self.actor)


class UnassignView(ApiView):
    """``unassign/``."""

    @operation(operation_id="claims_unassign", request=NOTHING, responses={200: ClaimShape}, has_etag=True)
    def post(self, _request: Request, pk: int) -> Response:
        """Hand a claim back."""
        assignments.unassign(claim_id=pk, actor=self.actor)
        return answer(pk, self.actor)
