"""``claims/{id}/evidence/`` and ``evidence/{id}/…``."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.checking import claim_check, evidence_check, require_claim
from claims.api.claims.rows import id_or_none
from claims.api.evidence.serializers import EvidenceEdit, EvidenceInput, EvidenceShape
from claims.models import Evidence
from claims.permissions import available_actions
from claims.selectors.facts import evidence_facts, evidence_state
from claims.services import evidence
from claims.services.evidence import Details, Quote
from claims.workflow import EVIDENCE_MOVES
from factcheck.accounts.api.people import person
from factcheck.accounts.models import User
from factcheck.core.api.etags import versioned
from factcheck.core.api.inputs import NOTHING, read, read_version
from factcheck.core.api.lists import ListView
from factcheck.core.api.schema import Link, operation
from factcheck.core.api.views import ApiView
from factcheck.core.errors import NotFound
from factcheck.sources.api.rows import snapshot_ref, source_ref

# A draft that cites what was just adopted and can be submitted as it is.
WHOLE_VERDICT = {
    "rating": "false",
    "summary": "The source says otherwise.",
    "justification": "See the quotation.",
    "evidence": ["$response.body#/id"],
}


class ClaimEvidenceView(ListView):
    """``claims/{id}/evidence/``."""

    @operation(operation_id="claims_evidence_list", responses={200: EvidenceShape(many=True)})
    def get(self, _request: Request, pk: int) -> Response:
        """List what was adopted, newest first; what was withdrawn stays and says so."""
        require_claim(pk)
        return self.page(_in_full().filter(claim=pk), partial(_rows, actor=self.actor))

    @operation(
        operation_id="claims_evidence_create",
        links={
            "evidence_withdraw": Link(),
            "evidence_edit": Link(is_edit=True),
            "claims_verdicts_create": Link("/claim", body=WHOLE_VERDICT),
        },
        request=EvidenceInput,
        responses={201: EvidenceShape},
        has_etag=True,
    )
    def post(self, request: Request, pk: int) -> Response:
        """Adopt a passage, or a selection of a snapshot's text."""
        asked = read(EvidenceInput, request, claim_check(pk, "adopt", self.actor))
        details = Details(**{name: asked[name] for name in evidence.EDITABLE})
        adopted = evidence.adopt(claim_id=pk, quote=_quote(asked), details=details, actor=self.actor)
        return answer(adopted.pk, self.actor, status=201)


class EvidenceView(ApiView):
    """``evidence/{id}/``."""

    @operation(operation_id="evidence_retrieve", responses={200: EvidenceShape}, has_etag=True)
    def get(self, _request: Request, pk: int) -> Response:
        """Show a piece of evidence."""
        return answer(pk, self.actor)

    @operation(operation_id="evidence_edit", request=EvidenceEdit, responses={200: EvidenceShape}, has_etag=True)
    def patch(self, request: Request, pk: int) -> Response:
        """Change what one said about it, until a submitted verdict cites it."""
        check = evidence_check(pk, "edit", self.actor)
        version = read_version(request, check)
        changes = read(EvidenceEdit, request, check, version)
        evidence.edit(evidence_id=pk, changes=changes, actor=self.actor, version=version)
        return answer(pk, self.actor)


class WithdrawEvidenceView(ApiView):
    """``evidence/{id}/withdraw/``."""

    @operation(operation_id="evidence_withdraw", request=NOTHING, responses={200: EvidenceShape}, has_etag=True)
    def post(self, _request: Request, pk: int) -> Response:
        """Withdraw it: it stays on record and can be cited no more."""
        evidence.withdraw(evidence_id=pk, actor=self.actor)
        return answer(pk, self.actor)


def answer(evidence_id: int, actor: User, *, status: int = 200) -> Response:
    """Return the evidence as it stands now, with its ETag; a new piece with its Location.

    Raises:
        NotFound: there is none.
    """
    row = _in_full().filter(pk=evidence_id).first()
    if row is None:
        raise NotFound("There is no such evidence.")
    location = f"/api/v1/evidence/{evidence_id}/" if status == 201 else None
    return versioned(_rows([row], actor)[0], version=row.version, status=status, location=location)


def _in_full() -> QuerySet[Evidence]:
    related = ("snapshot_text__snapshot__source", "adopted_by", "withdrawn_by")
    return Evidence.objects.select_related(*related).defer("snapshot_text__text")


def _quote(asked: dict[str, Any]) -> Quote:
    return Quote(passage_id=asked.get("passage"), snapshot_id=asked.get("snapshot"), **asked.get("selector", {}))


def _rows(pieces: Sequence[Evidence], actor: User) -> list[dict[str, Any]]:
    facts = evidence_facts(pieces)
    return [_row(piece, facts[piece.pk], actor) for piece in pieces]


def _row(row: Evidence, facts: dict[str, Any], actor: User) -> dict[str, Any]:
    snapshot = row.snapshot_text.snapshot
    return {
        "id": str(row.pk),
        "claim": str(row.claim_id),
        "passage": id_or_none(row.passage_id),
        "text": row.exact,
        "selector": {
            "exact": row.exact,
            "prefix": row.prefix,
            "suffix": row.suffix,
            "start": row.start,
            "end": row.end,
        },
        **{name: getattr(row, name) for name in evidence.EDITABLE},
        "source": source_ref(snapshot.source),
        "snapshot": snapshot_ref(snapshot),
        "adopted_by": person(row.adopted_by),
        "withdrawn_by": person(row.withdrawn_by),
        "withdrawn_at": row.withdrawn_at,
        "created_at": row.created_at,
        "version": row.version,
        "available_actions": available_actions(EVIDENCE_MOVES, state=evidence_state(row), actor=actor, facts=facts),
    }
