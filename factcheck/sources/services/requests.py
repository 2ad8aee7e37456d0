"""Ask for the capture of a page: one source per canonical URL, one open fetch per source."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from factcheck.accounts import policy
from factcheck.core.errors import Invalid, TooLarge
from factcheck.core.services.enqueue import enqueue
from factcheck.sources.errors import Refused
from factcheck.sources.http import canonical_url
from factcheck.sources.models import ContextSource, Fetch, Finding, Inquiry
from factcheck.sources.models.source import URL_MAX_CHARACTERS
from factcheck.sources.services.queues import FETCH_TASK, OPEN_FETCHES_AN_INQUIRY
from factcheck.sources.services.reranking import rank_what_is_read


@transaction.atomic
def request_url(*, url: str, actor: Any, inquiry: Inquiry | None = None) -> ContextSource:
    """Return the source of ``url``, with a fetch queued unless it has or had one.

    Addresses that may not be fetched are found out by the worker, so that the reason stands on the row.

    Raises:
        NotPermitted: ``source.add`` is not the actor's.
        Invalid: not an http or https address.
        TooLarge: the inquiry has its 500 open fetches.
    """
    policy.require("source.add", actor)
    source = wanted_source(url)
    if inquiry is not None:
        require_room(inquiry)
        Finding.objects.get_or_create(inquiry=inquiry, source=source, defaults={"person": actor})
    ensure_fetch(source, actor)
    if inquiry is not None:
        rank_what_is_read(inquiry, [source])
    enqueue(FETCH_TASK)
    return source


def wanted_source(url: str) -> ContextSource:
    """Return the row of the canonical form of ``url``, made where it is missing.

    Raises:
        Invalid: not an http or https address, or one too long.
    """
    source, _ = ContextSource.objects.get_or_create(url=canonical(url), defaults={"kind": ContextSource.Kind.WEB})
    return source


def canonical(url: str) -> str:
    """Return the form of ``url`` that sources are kept under. Make the rows of several in the order of these.

    Raises:
        Invalid: not an http or https address, or one too long.
    """
    try:
        found = canonical_url(url.strip())
    except Refused as error:
        raise Invalid({"url": [f"Not an address that can be fetched ({error.reason})."]}) from error
    if len(found) > URL_MAX_CHARACTERS:
        raise Invalid({"url": [f"An address may have {URL_MAX_CHARACTERS} characters."]})
    return found


def ensure_fetch(source: ContextSource, actor: Any) -> Fetch | None:
    """Queue the first fetch of a web source; later captures are asked for by people or schedules, not by finding it."""
    if Fetch.objects.filter(source=source).exists():
        return None
    host = urlsplit(source.url).netloc.lower()[:255]
    rows = Fetch.objects.bulk_create([Fetch(source=source, host=host, requested_by=actor)], ignore_conflicts=True)
    return rows[0]


def require_room(inquiry: Inquiry, wanted: int = 1) -> None:
    """Do nothing when ``wanted`` more fetches fit into the inquiry.

    Raises:
        TooLarge: beyond the limit of open fetches an inquiry.
    """
    if open_fetches(inquiry) + wanted > OPEN_FETCHES_AN_INQUIRY:
        raise TooLarge(f"An inquiry may have {OPEN_FETCHES_AN_INQUIRY} open fetches.")


def open_fetches(inquiry: Inquiry) -> int:
    """Return how many fetches of the inquiry's sources are not finished."""
    waiting: Sequence[str] = (Fetch.State.QUEUED, Fetch.State.FETCHING)
    return Fetch.objects.filter(source__findings__inquiry=inquiry, state__in=waiting).count()
