"""Give a claim sources by hand: an address to capture, or a document somebody sent."""

from __future__ import annotations

from django.db import transaction

from claims.models import Claim
from claims.services import moves
from claims.services.inputs import Problems
from factcheck.accounts.models import User
from factcheck.core.errors import NotAllowedInState
from factcheck.sources.models import ContextSource, Inquiry
from factcheck.sources.services.requests import request_url
from factcheck.sources.services.uploads import Provenance, upload


@transaction.atomic
def add_url(*, claim_id: int, url: str, actor: User) -> ContextSource:
    """Return the source of ``url``, found for the claim's latest inquiry, with its first capture queued.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
        Invalid: not an http or https address.
        TooLarge: the inquiry has its 500 open fetches.
    """
    claim, inquiry = _open(claim_id, actor)
    problems = Problems()
    problems.url("url", url)
    problems.refuse()
    source = request_url(url=url, actor=actor, inquiry=inquiry)
    _tell(claim, source, actor)
    return source


def add_upload(*, claim_id: int, data: bytes, content_type: str, provenance: Provenance, actor: User) -> ContextSource:
    """Return the source of an uploaded document, found for the claim's latest inquiry, its text to be read.

    The bytes are stored while no row is locked, so the claim is asked before and told after.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
        Invalid, TooLarge, UnsupportedMedia: see ``factcheck.sources.services.uploads``.
    """
    with transaction.atomic():
        _, inquiry = _open(claim_id, actor)
    source = upload(inquiry=inquiry, data=data, content_type=content_type, provenance=provenance, actor=actor)
    with transaction.atomic():
        _tell(moves.lock_claim(claim_id), source, actor)
    return source


def _open(claim_id: int, actor: User) -> tuple[Claim, Inquiry]:
    claim = moves.lock_claim(claim_id)
    moves.require_claim(claim, "open_round", actor=actor)
    latest = claim.inquiries.select_related("inquiry").order_by("-round").first()
    if latest is None:
        raise NotAllowedInState("No inquiry was opened for this claim yet: open a round first.")
    return claim, latest.inquiry


def _tell(claim: Claim, source: ContextSource, actor: User) -> None:
    moves.tell(claim, source, moves.Event("claim.source_added", actor, {"source": source.pk}))
