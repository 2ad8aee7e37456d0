"""Rank the passages of everything an inquiry found. A ranking is a suggestion, with its reasons and its model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db import transaction

from factcheck.core.services import leases
from factcheck.sources import selectors
from factcheck.sources.models import Analysis, Inquiry, Ranking
from factcheck.sources.services.queues import ANALYSES
from factcheck.text.ranking import Ranked, rank_with_reasons

PASSAGES_AN_INQUIRY = 5000
KEPT_RANKINGS = 200


def run(lease: leases.Lease, row: Analysis) -> None:
    """Rank the inquiry of a held analysis.

    Raises:
        LeaseLost: another worker holds the row; nothing is stored.
    """
    inquiry = Inquiry.objects.get(analyses=row)
    passages = selectors.passages_to_rank(inquiry.pk, PASSAGES_AN_INQUIRY)
    ranked = rank_with_reasons(inquiry.text, [passage.words for passage in passages])
    pairs = sorted(zip(passages, ranked, strict=True), key=lambda pair: (-pair[1].score, pair[0].passage_id))
    store(lease, inquiry, pairs[:KEPT_RANKINGS])


@transaction.atomic
def store(lease: leases.Lease, inquiry: Inquiry, best: Sequence[tuple[selectors.Words, Ranked]]) -> None:
    """Finish a held ranking: these passages are now the inquiry's best, in this order.

    Raises:
        LeaseLost: another worker holds the row; nothing is stored.
    """
    leases.finish(ANALYSES, lease, state=Analysis.State.DONE, reason="", reason_detail="")
    Inquiry.objects.select_for_update().get(pk=inquiry.pk)  # two rankings of one inquiry store one after the other
    rows = [_ranking(inquiry, passage, ranked) for passage, ranked in best]
    Ranking.objects.filter(inquiry=inquiry).exclude(passage_id__in=[row.passage_id for row in rows]).delete()
    Ranking.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["inquiry", "passage"],
        update_fields=["score", "reasons", "model", "input_sha256"],
    )


def _ranking(inquiry: Inquiry, passage: selectors.Words, ranked: Ranked) -> Ranking:
    asked = f"{inquiry.text}\n{passage.words}"
    return Ranking(
        inquiry=inquiry,
        passage_id=passage.passage_id,
        score=ranked.score,
        reasons=list(ranked.reasons),
        model=ranked.model[:100],
        input_sha256=hashlib.sha256(asked.encode()).hexdigest(),
    )
