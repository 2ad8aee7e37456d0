"""Split a compound claim into parts that can each be checked."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from claims.models import Appearance, Claim
from claims.models.claim import CLAIM_MAX_CHARACTERS
from claims.services import moves
from claims.services.assignments import close_assignment
from claims.services.claims import NewClaim, create
from claims.services.inputs import Problems
from factcheck.accounts.models import User

PARTS_MIN = 2
PARTS_MAX = 20


@transaction.atomic
def split(*, claim_id: int, texts: Sequence[str], actor: User, version: int | None = None) -> list[Claim]:
    """Return the parts, submitted anew with the appearances of the whole, which is declined as ``split``.

    Raises:
        NotFound, NotPermitted, Stale, NotAllowedInState: see ``moves``.
        Invalid: fewer than 2 or more than 20 texts, or one empty, too long or twice.
    """
    claim = moves.lock_claim(claim_id)
    row = moves.require_claim(claim, "split", actor=actor, version=version)
    _judge(texts)
    parts = [_part(claim, text, actor=actor) for text in texts]
    close_assignment(claim, actor=actor)
    event = moves.Event("claim.split", actor, {"parts": [part.pk for part in parts]})
    moves.carry_out(claim, row, event, {"decline_reason": "split"})
    return parts


def _part(whole: Claim, text: str, *, actor: User) -> Claim:
    new = NewClaim(text=text, language=whole.language, tags=whole.tags)
    part = create(new, actor=actor, data={"split_from": whole.pk}, split_from=whole)
    copies = list(whole.appearances.all())
    for copy in copies:
        copy.pk = None
        copy.claim = part
    Appearance.objects.bulk_create(copies)
    return part


def _judge(texts: Sequence[str]) -> None:
    problems = Problems()
    if not PARTS_MIN <= len(texts) <= PARTS_MAX:
        problems.add("texts", f"Give {PARTS_MIN} to {PARTS_MAX} parts.")
    for text in texts[:PARTS_MAX]:
        problems.text("texts", text, at_most=CLAIM_MAX_CHARACTERS, is_required=True)
    if len({text.strip() for text in texts}) < len(texts):
        problems.add("texts", "Two parts say the same.")
    problems.refuse()
