"""``claims/{id}/passages/``: what the found sources say, best first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.claims.rows import claim_detail
from claims.selectors.rounds import inquiry_ids
from factcheck.core.api.lists import ListView
from factcheck.core.api.pagination import RankedPages
from factcheck.core.api.schema import operation
from factcheck.sources.api.rows import passage_rows
from factcheck.sources.api.shapes import RankedPassageShape
from factcheck.sources.models import Ranking
from factcheck.sources.selectors import ranked_passages


class ClaimPassagesView(ListView):
    """``claims/{id}/passages/``."""

    pagination_class = RankedPages

    @operation(operation_id="claims_passages_list", responses={200: RankedPassageShape(many=True)})
    def get(self, _request: Request, pk: int) -> Response:
        """List passages of all rounds, best first."""
        actions = tuple(name for name in claim_detail(pk, self.actor)["available_actions"] if name == "adopt")

        def build(rankings: Sequence[Ranking]) -> list[dict[str, Any]]:
            return passage_rows(rankings, actions)

        return self.page(ranked_passages(inquiry_ids(pk)), build)
