"""How the inquiry of a claim stands, over all its rounds."""

from __future__ import annotations

from dataclasses import dataclass

from claims.models import ClaimInquiry
from factcheck.sources import selectors
from factcheck.sources.models import Lookup

NOT_STARTED, WORKING, SETTLED = "not_started", "working", "settled"
LOOKUPS_SHOWN = 200


@dataclass(frozen=True)
class Progress:
    """``counts``: queue name to state to number. ``state`` is derived: nothing is queued or under way when settled."""

    rounds: tuple[ClaimInquiry, ...]
    counts: dict[str, dict[str, int]]
    lookups: tuple[Lookup, ...]

    @property
    def state(self) -> str:
        """Return one word for all of it."""
        if not self.rounds:
            return NOT_STARTED
        return SETTLED if selectors.is_settled(self.counts) else WORKING


def inquiry_ids(claim_id: int) -> list[int]:
    """Return the inquiries of a claim, the newest round first; one query."""
    return list(ClaimInquiry.objects.filter(claim=claim_id).values_list("inquiry_id", flat=True))


def progress(claim_id: int) -> Progress:
    """Return how the inquiry of a claim stands; five queries."""
    rounds = tuple(ClaimInquiry.objects.filter(claim=claim_id).select_related("inquiry"))
    asked = [row.inquiry_id for row in rounds]
    lookups = Lookup.objects.filter(inquiry_id__in=asked).select_related("provider")
    return Progress(rounds, selectors.inquiry_counts(asked), tuple(lookups[:LOOKUPS_SHOWN]))
