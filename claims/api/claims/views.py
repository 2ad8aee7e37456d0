"""``claims/`` and ``claims/{id}/``."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.checking import claim_check
from claims.api.claims.inputs import ClaimEdit, ClaimInput
from claims.api.claims.rows import ClaimRows, claim_detail
from claims.api.claims.shapes import ClaimRowShape, ClaimShape
from claims.selectors.claims import NOBODY, ClaimFilters
from claims.selectors.listing import claim_values
from claims.services import claims
from claims.services.claims import NewAppearance, NewClaim
from claims.workflow import ClaimState, Stage
from factcheck.accounts import policy
from factcheck.accounts.models import User
from factcheck.core.api.etags import versioned
from factcheck.core.api.inputs import read, read_query, read_version
from factcheck.core.api.lists import ListView
from factcheck.core.api.schema import Link, operation
from factcheck.core.api.views import ApiView

ME = "me"
ORDERINGS = {"-created_at": ("-id",), "created_at": ("id",)}  # ids are given in the order of creation


_AGREE = {"rating": "mostly_true"}


def _verdict_links(row: str) -> dict[str, Link]:
    """Return what the verdicts of a claim lead to; ``row`` is the pointer to the claim."""
    open_one, published = f"{row}/open_verdict", f"{row}/published_verdict"
    return {
        "verdicts_retrieve": Link(open_one),
        "verdicts_vote": Link(open_one, body=_AGREE),
        "verdicts_adjudicate": Link(open_one, body={"decision": "approve", "reason": "The source says so."}),
        "verdicts_return": Link(open_one),
        "verdicts_withdraw": Link(open_one),
        "verdicts_correct": Link(published),
        "verdicts_retract": Link(published),
    }


class ClaimQuery(serializers.Serializer[Any]):
    """Filters of the list."""

    state = serializers.ChoiceField(choices=[state.value for state in ClaimState], required=False)
    stage = serializers.ChoiceField(choices=[stage.value for stage in Stage], required=False)
    assignee = serializers.RegexField(
        rf"^({ME}|{NOBODY}|[0-9]{{1,18}})$", required=False, help_text=f"An id, `{ME}` or `{NOBODY}`."
    )
    claimant = serializers.CharField(max_length=300, required=False, help_text="An id, or a whole name.")
    tag = serializers.CharField(max_length=50, required=False)
    q = serializers.CharField(max_length=2000, required=False, help_text="Words; quotes and a minus work.")
    ordering = serializers.ChoiceField(choices=list(ORDERINGS), required=False)


class ClaimsView(ListView):
    """``claims/``."""

    def get_page_ordering(self) -> tuple[str, ...]:
        return ORDERINGS[self.request.query_params.get("ordering") or "-created_at"]

    @operation(
        operation_id="claims_list",
        links=_verdict_links("/results/0"),
        parameters=[ClaimQuery],
        responses={200: ClaimRowShape(many=True)},
    )
    def get(self, request: Request) -> Response:
        """List claims, newest first."""
        asked = read_query(ClaimQuery, request)
        return self.page(claim_values(_filters(asked, self.actor)), ClaimRows(self.actor).build)

    @operation(
        operation_id="claims_create",
        links={
            "claims_accept": Link(),
            "claims_decline": Link(),
            "claims_split": Link(),
            "claims_edit": Link(is_edit=True),
        },
        request=ClaimInput,
        responses={201: ClaimShape},
        has_etag=True,
    )
    def post(self, request: Request) -> Response:
        """Submit a claim."""
        new = read(ClaimInput, request, lambda _: policy.require("claim.submit", self.actor))
        places = [NewAppearance(**place) for place in new.pop("appearances")]
        claim = claims.submit_claim(new=NewClaim(**new, appearances=places), actor=self.actor)
        return answer(claim.pk, self.actor, status=201)


class ClaimView(ApiView):
    """``claims/{id}/``."""

    @operation(
        operation_id="claims_retrieve",
        links={"claims_edit": Link(is_edit=True), **_verdict_links("")},
        responses={200: ClaimShape},
        has_etag=True,
    )
    def get(self, _request: Request, pk: int) -> Response:
        """Show a claim."""
        return answer(pk, self.actor)

    @operation(operation_id="claims_edit", request=ClaimEdit, responses={200: ClaimShape}, has_etag=True)
    def patch(self, request: Request, pk: int) -> Response:
        """Change wording, claimant, date, language or tags."""
        check = claim_check(pk, "edit", self.actor)
        version = read_version(request, check)
        changes = read(ClaimEdit, request, check, version)
        claims.edit(claim_id=pk, changes=changes, actor=self.actor, version=version)
        return answer(pk, self.actor)


def answer(claim_id: int, actor: User, *, status: int = 200) -> Response:
    """Return the claim as it stands now, with its ETag; a new one with its Location."""
    body = claim_detail(claim_id, actor)
    location = f"/api/v1/claims/{claim_id}/" if status == 201 else None
    return versioned(body, version=body["version"], status=status, location=location)


def _filters(asked: dict[str, str], actor: User) -> ClaimFilters:
    narrowed = {name: value for name, value in asked.items() if name != "ordering"}
    if narrowed.get("assignee") == ME:
        narrowed["assignee"] = str(actor.pk)
    return ClaimFilters(**narrowed)
