"""The providers against the sample archive, whose servers were written apart from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from config.demo import origins
from tests.unit.sources.providers.wire import question, search

CLAIM = "There are no proposals from the US or Nato to place missiles in Ukraine or deploy troops there"


@pytest.fixture(scope="module")
def archive() -> Iterator[origins.Origins]:
    with origins.serve() as running:
        yield running


def test_every_configured_provider_finds_sources_for_the_claim(archive: origins.Origins) -> None:
    query = question(CLAIM, since=date(2021, 12, 1), until=date(2021, 12, 31))
    counts = {
        kind: len(search(kind, query, base_url, api_key=origins.FACTCHECK_KEY))
        for kind, _, base_url in archive.accounts
    }
    assert set(counts) == {"archive", "feed", "google_factcheck", "mediawiki"}
    assert min(counts.values()) >= 1


def test_the_wiki_finds_the_dispute_first_and_no_distractor(archive: origins.Origins) -> None:
    base_url = next(url for kind, _, url in archive.accounts if kind == "mediawiki")
    titles = [found.title for found in search("mediawiki", question(CLAIM), base_url)]
    assert titles[0].startswith("Dispute over missiles in Ukraine")
    assert not [title for title in titles if "Ever Given" in title or "Omicron" in title]
