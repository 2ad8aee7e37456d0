"""Keep public pages in step with what is published: built from frozen rows, rebuildable at any time."""

from __future__ import annotations

from django.utils.text import slugify

from claims.models import Claim, PublicPage
from claims.publishing.stored import dump
from claims.selectors.published import build_whole, shown_verdict

SLUG_WORDS_CHARACTERS = 80


def rebuild_page(claim_id: int) -> PublicPage | None:
    """Write the page of a claim as it should be now, in the current transaction; None when nothing was ever published.

    Messages may come doubled or out of order: only the rows as they stand are read.
    """
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    verdict = shown_verdict(claim_id)
    if verdict is None:
        return None
    known = PublicPage.objects.filter(claim=claim).first()
    slug = known.slug if known else slug_of(claim)
    check = build_whole(verdict, slug)
    columns = {
        "verdict": verdict,
        "slug": slug,
        "record": dump(check),
        "is_retracted": check.is_retracted,
        "published_at": check.published_at,
        "updated_at": check.modified_at,
    }
    page, _ = PublicPage.objects.update_or_create(claim=claim, defaults=columns)
    return page


def slug_of(claim: Claim) -> str:
    """Return the words of the claim and its id, for an address that stays the same over revisions."""
    words = slugify(claim.text)
    if len(words) > SLUG_WORDS_CHARACTERS:
        words = words[: SLUG_WORDS_CHARACTERS + 1].rpartition("-")[0] or words[:SLUG_WORDS_CHARACTERS]
    return f"{words}-{claim.pk}" if words else f"claim-{claim.pk}"
