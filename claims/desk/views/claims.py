"""A claim's page, its live parts, and the actions on it, its verdicts and its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from claims.desk import claim_page
from claims.desk.access import desk_page, reader
from claims.desk.actions.base import Action
from claims.desk.actions.claims import CLAIM_ACTIONS
from claims.desk.actions.evidence import EVIDENCE_ACTIONS
from claims.desk.actions.verdicts import VERDICT_ACTIONS
from claims.desk.forms.base import DeskForm
from claims.desk.menus import Bound, Subject, Viewer, stored_now
from claims.desk.refusals import answer_to, mark_fields, of_form
from claims.desk.source_rows import research_of
from claims.models import Claim, Evidence, Verdict
from claims.selectors.desk import ratings_in_use
from claims.services import moves
from factcheck.core.errors import DomainError, NotFound
from factcheck.sources.services import control

ANCHORS = {
    "verdict": "verdicts",
    "draft": "verdicts",
    "evidence": "evidence",
    "passages": "evidence",
    "snapshot": "evidence",
    "sources": "sources",
}
SETTLED_HEADER = "X-Settled"


@dataclass(frozen=True)
class Asked:
    """What somebody asked for: one action on one object of a claim's page."""

    action: Action
    subject: Subject
    claim: Claim


@desk_page
@require_GET
def claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Show one claim: sources, passages, evidence, verdicts, trail, and what can be done."""
    context = claim_page.claim_context(claim_page.find_claim(claim_id), reader(request))
    _offer_upload(request, context)
    return render(request, "desk/claim.html", context)


@desk_page
@require_GET
@never_cache
def live_sources(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Return the list of sources alone; the header says whether anything can still change by itself."""
    found = claim_page.find_claim(claim_id)
    research = research_of(found, reader(request))
    response = render(request, "desk/_sources.html", {"claim": found, "research": research})
    response[SETTLED_HEADER] = "1" if research.is_settled else "0"
    return response


@desk_page
@require_GET
@never_cache
def live_passages(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Return the ranked passages alone."""
    found = claim_page.find_claim(claim_id)
    viewer = Viewer(reader(request), claim_page.offers_for(found, ratings=()))
    passages = claim_page.passage_items(found, claim_page.claim_subject(found), viewer)
    return render(request, "desk/_passages.html", {"claim": found, "passages": passages})


@desk_page
@require_POST
def claim_action(request: HttpRequest, object_id: int, name: str) -> HttpResponse:
    """Do one thing with a claim."""
    found = claim_page.find_claim(object_id)
    return _act(request, Asked(_named(CLAIM_ACTIONS, name), claim_page.claim_subject(found), found))


@desk_page
@require_POST
def verdict_action(request: HttpRequest, object_id: int, name: str) -> HttpResponse:
    """Do one thing with a verdict."""
    claim_id = Verdict.objects.filter(pk=object_id).values_list("claim_id", flat=True).first()
    found = claim_page.find_claim(claim_id or 0)
    verdict = next(v for v in found.verdicts.all() if v.pk == object_id)
    return _act(request, Asked(_named(VERDICT_ACTIONS, name), claim_page.verdict_subject(verdict), found))


@desk_page
@require_POST
def evidence_action(request: HttpRequest, object_id: int, name: str) -> HttpResponse:
    """Do one thing with a piece of evidence."""
    claim_id = Evidence.objects.filter(pk=object_id).values_list("claim_id", flat=True).first()
    found = claim_page.find_claim(claim_id or 0)
    evidence = next(e for e in found.evidence.all() if e.pk == object_id)
    return _act(request, Asked(_named(EVIDENCE_ACTIONS, name), claim_page.evidence_subject(evidence), found))


@desk_page
@require_POST
def source_action(request: HttpRequest, claim_id: int, source_id: int, name: str) -> HttpResponse:
    """Try a source again, or give it up."""
    services = {"retry": control.retry, "give-up": control.give_up}
    if name not in services:
        raise NotFound
    try:
        services[name](source_id=source_id, actor=reader(request))
    except DomainError as error:
        found = claim_page.find_claim(claim_id)
        refused = answer_to(error)
        bound = Bound("source", DeskForm(request.POST), refused)
        context = claim_page.claim_context(found, reader(request), bound)
        return render(request, "desk/claim.html", context, status=refused.status)
    messages.success(request, "Queued again." if name == "retry" else "Given up.")
    return redirect(reverse("desk:claim", args=[claim_id]) + "#sources")


def _named(actions: Mapping[str, Action], name: str) -> Action:
    if name not in actions:
        raise NotFound("There is no such action.")
    return actions[name]


def _act(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Call the action's service and go on, or show the page again with the form as it was filled."""
    actor = reader(request)
    form = _form(request, asked)
    try:
        if not form.is_valid():
            # Whoever may not do it at all is told that first, not that a field is wrong.
            moves.require(asked.action.rows, asked.subject.situation, actor=actor)
            return _again(request, asked, form, None)
        asked.action.run(asked.subject.pk, form, actor)
    except DomainError as error:
        return _again(request, asked, form, error)
    messages.success(request, asked.action.done)
    anchor = ANCHORS.get(asked.action.place, "")
    return redirect(reverse("desk:claim", args=[asked.claim.pk]) + (f"#{anchor}" if anchor else ""))


def _form(request: HttpRequest, asked: Asked) -> DeskForm:
    ratings = list(ratings_in_use({v.rating.scale_id for v in asked.claim.verdicts.all() if v.rating}))
    return asked.action.form(
        request.POST,
        request.FILES,
        initial=asked.subject.initial(asked.action),
        offers=claim_page.offers_for(asked.claim, ratings),
        auto_id=f"{asked.subject.key(asked.action.name)}-%s",
    )


def _again(request: HttpRequest, asked: Asked, form: DeskForm, error: DomainError | None) -> HttpResponse:
    """Return the claim's page as it stands now, with the refused form still filled in."""
    refused = answer_to(error) if error else of_form()
    now = claim_page.find_claim(asked.claim.pk)
    stored: tuple[tuple[str, object], ...] = ()
    if error:
        mark_fields(form, error)
    if refused.is_stale:
        subject = _fresh(asked.subject, now)
        stored = stored_now(subject, form)
        # Sending again means it: the form now carries the version that the page shows.
        data = request.POST.copy()
        data["version"] = str(subject.situation.version)
        form.data = data
    bound = Bound(asked.subject.key(asked.action.name), form, refused, stored)
    context = claim_page.claim_context(now, reader(request), bound)
    return render(request, "desk/claim.html", context, status=refused.status)


def _fresh(subject: Subject, now: Claim) -> Subject:
    if subject.kind == "verdict":
        return claim_page.verdict_subject(next(v for v in now.verdicts.all() if v.pk == subject.pk))
    if subject.kind == "evidence":
        return claim_page.evidence_subject(next(e for e in now.evidence.all() if e.pk == subject.pk))
    return claim_page.claim_subject(now)


def _offer_upload(request: HttpRequest, context: dict[str, object]) -> None:
    """Open the upload form with the address of the source that gave too little, when a link asked for that."""
    menu, research, wanted = context["menu"], context["research"], request.GET.get("upload_for", "")
    button = menu.possible.get("upload")  # type: ignore[attr-defined]
    row = next((r for r in research.rows if str(r.source.pk) == wanted), None)  # type: ignore[attr-defined]
    if button is None or row is None:
        return
    button.form.initial |= {"title": row.title, "original_url": row.source.url}
    context["upload_for"] = row
