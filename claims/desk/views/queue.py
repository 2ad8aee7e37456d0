"""The queue of claims, the form for a new one, and the reader's own settings."""

from __future__ import annotations

from urllib.parse import urlencode
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from claims.desk.access import desk_page, reader
from claims.desk.forms.claims import NewClaimForm
from claims.desk.refusals import Refused, answer_to, mark_fields, of_form
from claims.desk.wording import NEXT_STEPS, STAGE_LABELS
from claims.selectors.claims import NOBODY, ClaimFilters, claim_list
from claims.selectors.desk import people_who_check, stage_counts
from claims.services.claims import submit_claim
from claims.workflow import Stage
from factcheck.accounts import policy
from factcheck.accounts.services.people import set_time_zone
from factcheck.core.errors import DomainError

PAGE_ROWS = 50
FILTERS = ("q", "assignee", "claimant", "tag")
STAGES = frozenset(stage.value for stage in Stage)


def home(request: HttpRequest) -> HttpResponse:
    """Send the desk's people to their queue and everybody else to what was published."""
    return redirect("desk:queue") if request.user.is_authenticated else redirect("/factchecks/")


@desk_page
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """List claims, newest first, with tabs by stage, search and filters; older ones follow page by page."""
    asked = {name: request.GET.get(name, "")[:300].replace("\x00", "") for name in (*FILTERS, "stage")}
    filters = ClaimFilters(**asked)
    claims = claim_list(filters)
    before = request.GET.get("before", "")
    if before.isdecimal() and len(before) < 19:
        claims = claims.filter(pk__lt=int(before))
    rows = list(claims[: PAGE_ROWS + 1])
    kept = {name: value for name, value in asked.items() if value}
    older = urlencode(kept | {"before": rows[PAGE_ROWS - 1].pk}) if len(rows) > PAGE_ROWS else ""
    stage = Stage(filters.stage) if filters.stage in STAGES else None
    for row in rows:
        row.stage_label = STAGE_LABELS[Stage(row.stage)]  # type: ignore[attr-defined]  # annotated by the selector
    context = {
        "section": "queue",
        "rows": rows[:PAGE_ROWS],
        "older": older,
        "is_first_page": not before,
        "tabs": _tabs(kept),
        "filters": filters,
        "is_filtered": any(asked[name] for name in FILTERS),
        "people": people_who_check(),
        "nobody": NOBODY,
        "stage_label": STAGE_LABELS[stage] if stage else "",
        "next_step": NEXT_STEPS[stage] if stage else "",
        "may_submit": policy.allowed("claim.submit", reader(request)),
    }
    return render(request, "desk/queue.html", context)


def _tabs(kept: dict[str, str]) -> list[dict[str, object]]:
    """Return one tab a stage, with how many claims are in it, keeping the other filters."""
    current, others = kept.get("stage", ""), {name: value for name, value in kept.items() if name != "stage"}
    counts = stage_counts()
    everything = {"label": "All", "count": sum(counts.values()), "query": urlencode(others), "is_current": not current}
    return [everything] + [
        {
            "label": STAGE_LABELS[stage],
            "count": counts[stage],
            "query": urlencode(others | {"stage": stage.value}),
            "is_current": current == stage,
        }
        for stage in Stage
    ]


@desk_page
@require_http_methods(["GET", "POST"])
def new_claim(request: HttpRequest) -> HttpResponse:
    """Submit a claim."""
    form, refused = NewClaimForm(request.POST or None), None
    if request.method == "POST":
        refused = of_form()
        policy.require("claim.submit", reader(request))
        if form.is_valid():
            try:
                claim = submit_claim(**form.inputs(), actor=reader(request))
            except DomainError as error:
                mark_fields(form, error)
                refused = answer_to(error)
            else:
                messages.success(request, "Submitted. A reviewer decides whether the desk checks it.")
                return redirect("desk:claim", claim.pk)
    return _filled(request, "desk/new_claim.html", {"form": form, "refused": refused})


@desk_page
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Choose the zone in which times are shown."""
    refused = None
    if request.method == "POST":
        try:
            set_time_zone(name=request.POST.get("time_zone", "")[:64], actor=reader(request))
        except DomainError as error:
            refused = answer_to(error)
        else:
            messages.success(request, "Saved: times are shown in your zone.")
            return redirect("desk:settings")
    return _filled(request, "desk/settings.html", {"zones": sorted(available_timezones()), "refused": refused})


def _filled(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    refused = context["refused"]
    return render(request, template, context, status=refused.status if isinstance(refused, Refused) else 200)
