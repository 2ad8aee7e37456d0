"""What a capture gave: its text, where it came from, and its digests."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from claims.desk.access import desk_page, reader
from claims.desk.actions.claims import CLAIM_ACTIONS
from claims.desk.claim_page import claim_subject, find_claim
from claims.desk.forms.base import Offers
from claims.desk.menus import Viewer, menu_of
from claims.desk.wording import reason_words
from claims.selectors.desk import snapshot_page
from factcheck.core.errors import NotFound


@desk_page
@require_GET
def snapshot(request: HttpRequest, snapshot_id: int) -> HttpResponse:
    """Show the stored text of a snapshot, inert; reached from a claim, it can be quoted as evidence there."""
    found = snapshot_page(snapshot_id)
    if found is None:
        raise NotFound("There is no such snapshot.")
    texts = list(found.texts.all())
    context = {
        "snapshot": found,
        "text": texts[0] if texts else None,
        "reading_reason": reason_words(found.reading_reason or ""),  # type: ignore[attr-defined]  # annotated
        **_quoting(request, snapshot_id),
    }
    return render(request, "desk/snapshot.html", context)


def _quoting(request: HttpRequest, snapshot_id: int) -> dict[str, object]:
    claim_id = request.GET.get("claim", "")
    if not (claim_id.isdecimal() and len(claim_id) < 19):
        return {}
    claim = find_claim(int(claim_id))
    action = CLAIM_ACTIONS["quote"]
    viewer = Viewer(reader(request), Offers())
    button = menu_of(claim_subject(claim), {action.name: action}, viewer).possible.get(action.name)
    if button is not None:
        button.form.initial["snapshot"] = snapshot_id
    return {"claim": claim, "quote": button}
