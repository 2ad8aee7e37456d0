"""Public pages as lists: searched, filtered, and read without the parts that only a single page shows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db.models import F, Func, JSONField, Q, QuerySet, Value
from django.db.models.fields.json import KT, KeyTextTransform

from claims.models import Correction, PublicPage
from claims.publishing.records import PublishedCheck
from claims.publishing.stored import LONG_FIELDS, load
from claims.selectors.published import completed

QUERY_WORDS_MAX = 32


def newest() -> QuerySet[PublicPage]:
    """Return all public pages, last changed first."""
    return PublicPage.objects.order_by("-updated_at", "-id")


def standing() -> QuerySet[PublicPage]:
    """Return the pages whose rating stands, last changed first: none retracted."""
    return newest().filter(is_retracted=False)


def rated(pages: QuerySet[PublicPage], rating_class: str) -> QuerySet[PublicPage]:
    """Return the pages that show a rating of this class and stand by it."""
    return pages.filter(record__rating__rating_class=rating_class, is_retracted=False)


def in_language(pages: QuerySet[PublicPage], tag: str) -> QuerySet[PublicPage]:
    """Return the pages in a language: ``en`` takes ``en-GB`` as well (RFC 4647, basic filtering)."""
    annotated = pages.annotate(language=KT("record__language"))
    return annotated.filter(Q(language__iexact=tag) | Q(language__istartswith=f"{tag}-"))


def published_since(pages: QuerySet[PublicPage], moment: datetime) -> QuerySet[PublicPage]:
    """Return the pages first published at or after ``moment``."""
    return pages.filter(published_at__gte=moment)


def matching(pages: QuerySet[PublicPage], query: str) -> QuerySet[PublicPage]:
    """Return the pages that have any word of the query in claim, claimant or summary, best first.

    Any word, since people paste whole claims, and asking for all words of a claim finds next to nothing.
    """
    words = list(dict.fromkeys(query.split()))[:QUERY_WORDS_MAX]
    if not words:
        return pages
    wanted = reduce(or_, (SearchQuery(word, config="english") for word in words))
    vector = SearchVector(
        KT("record__claim_text"), KT("record__claimant__name"), KT("record__summary"), config="english"
    )
    found = pages.annotate(words=vector).filter(words=wanted)
    return found.annotate(rank=SearchRank(F("words"), wanted)).order_by("-rank", "-updated_at", "-id")


def checks(pages: QuerySet[PublicPage], *, is_whole: bool = False) -> Iterable[PublishedCheck]:
    """Yield the records of the pages in order, from one query.

    Args:
        pages: sliced to what is wanted.
        is_whole: with the justification and the revisions before, which lists do without.
    """
    record = F("record") if is_whole else _without(LONG_FIELDS)
    for content in pages.annotate(content=record).values_list("content", flat=True).iterator(chunk_size=500):
        yield completed(load(content))


def page_shown(slug: str) -> PublicPage | None:
    """Return the page with this slug, or None."""
    return PublicPage.objects.filter(slug=slug).first()


def addresses() -> QuerySet[PublicPage, tuple[str, datetime]]:
    """Return slug and last change of every page, last changed first."""
    return newest().values_list("slug", "updated_at")


def public_corrections() -> QuerySet[Correction]:
    """Return the corrections of public pages, newest first, with ``slug`` and ``claim_text`` of the page."""
    made_public = Correction.objects.filter(effective_at__isnull=False, corrected__claim__public_page__isnull=False)
    page = "corrected__claim__public_page"
    rows = made_public.annotate(slug=F(f"{page}__slug"), claim_text=KeyTextTransform("claim_text", f"{page}__record"))
    return rows.order_by("-effective_at", "-id")


def _without(names: Iterable[str]) -> Func | F:
    """Return the SQL of the record less these keys, so that they are not even read from the database."""
    content: Func | F = F("record")
    for name in names:
        content = Func(content, Value(name), template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField())
    return content
