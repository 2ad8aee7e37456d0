"""``claims/{id}/verdicts/`` and ``verdicts/{id}/``."""

from __future__ import annotations

from functools import partial

from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.checking import claim_check, require_claim, verdict_check
from claims.api.verdicts.inputs import VerdictEdit, VerdictInput
from claims.api.verdicts.rows import verdict_detail, verdict_rows
from claims.api.verdicts.shapes import VerdictShape
from claims.selectors.verdicts import verdicts_in_full
from claims.services import drafts
from claims.services.drafts import NewVerdict
from factcheck.accounts.models import User
from factcheck.core.api.etags import versioned
from factcheck.core.api.inputs import read, read_version
from factcheck.core.api.lists import ListView
from factcheck.core.api.schema import Link, operation
from factcheck.core.api.views import ApiView


class ClaimVerdictsView(ListView):
    """``claims/{id}/verdicts/``."""

    @operation(operation_id="claims_verdicts_list", responses={200: VerdictShape(many=True)})
    def get(self, _request: Request, pk: int) -> Response:
        """List the revisions of the answer, newest first."""
        require_claim(pk)
        return self.page(verdicts_in_full().filter(claim=pk), partial(verdict_rows, actor=self.actor))

    @operation(
        operation_id="claims_verdicts_create",
        links={"verdicts_submit": Link(is_edit=True), "verdicts_edit": Link(is_edit=True), "verdicts_abandon": Link()},
        request=VerdictInput,
        responses={201: VerdictShape},
        has_etag=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Draft a verdict."""
        new = read(VerdictInput, request, claim_check(pk, "draft", self.actor))
        verdict = drafts.draft(claim_id=pk, new=NewVerdict(**new), actor=self.actor)
        return answer(verdict.pk, self.actor, status=201)


class VerdictView(ApiView):
    """``verdicts/{id}/``."""

    @operation(
        operation_id="verdicts_retrieve",
        links={
            "verdicts_publish": Link(is_edit=True),
            "verdicts_submit": Link(is_edit=True),
            "verdicts_vote": Link(body={"rating": "$response.body#/rating/key"}),
            "verdicts_correct": Link(),
            "verdicts_retract": Link(),
        },
        responses={200: VerdictShape},
        has_etag=True,
    )
    def get(self, _request: Request, pk: int) -> Response:
        """Show one revision of the answer."""
        return answer(pk, self.actor)

    @operation(operation_id="verdicts_edit", request=VerdictEdit, responses={200: VerdictShape}, has_etag=True)
    def patch(self, request: Request, pk: int) -> Response:
        """Change one's own draft."""
        check = verdict_check(pk, "edit", self.actor)
        version = read_version(request, check)
        changes = read(VerdictEdit, request, check, version)
        drafts.edit(verdict_id=pk, changes=changes, actor=self.actor, version=version)
        return answer(pk, self.actor)


def answer(verdict_id: int, actor: User, *, status: int = 200) -> Response:
    """Return the verdict as it stands now, with its ETag; a new one with its Location."""
    body = verdict_detail(verdict_id, actor)
    location = f"/api/v1/verdicts/{verdict_id}/" if status == 201 else None
    return versioned(body, version=body["version"], status=status, location=location)
