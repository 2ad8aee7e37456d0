"""A stored record is plain JSON and comes back whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from claims.publishing.records import PublishedCheck, PublishedRating, PublishedReview, PublishedRevision
from claims.publishing.stored import LONG_FIELDS, dump, load
from tests.unit.claims.publishing import examples

REVISION = PublishedRevision(
    number=1,
    rating_label="Mixed",
    summary="So so.",
    published_at=datetime(2021, 12, 22, 1, 2, 3, 456789, tzinfo=UTC),
    url="/factchecks/missiles/revisions/1/",
)


def whole() -> PublishedCheck:
    review = PublishedReview(votes_required=1, votes_max=3, votes_agreeing=1)
    first = examples.check(claimant=None, claim_date=None, rating=PublishedRating("Unproven", "unproven"))
    return examples.check(revisions=(REVISION,), review=review, earlier=(first,))


def test_record_comes_back_whole_through_json() -> None:
    assert load(json.loads(json.dumps(dump(whole())))) == whole()


def test_list_may_leave_the_long_fields_out() -> None:
    short = {name: value for name, value in dump(whole()).items() if name not in LONG_FIELDS}
    assert load(short) == replace(whole(), justification_html="", earlier=())
