"""Fact-checks for these tests: one that stands, and copies with changed fields."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from claims.publishing.records import (
    PublishedCheck,
    PublishedClaimant,
    PublishedCorrection,
    PublishedEvidence,
    PublishedFeed,
    PublishedOrganisation,
    PublishedRating,
)

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "<svg/onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    '<a href="javascript:alert(1)">x</a>',
    "[x](javascript:alert(1))",
    '![x](x"onerror="alert(1))',
    '<iframe srcdoc="<script>alert(1)</script>">',
    "{{7*7}}",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    "\u202egnp.exe",
    "<![CDATA[<script>alert(1)</script>]]>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\u2028alert(1)",
    "<details open ontoggle=alert(1)>",
    "[x](//evil.example/)",
    "[x](/admin/logout/)",
    "[x](data:text/html,hi)",
    "![pixel](https://tracker.example/p.gif)",
    "<https://ok.example/\"onclick='x>",
    "\x00\x1b[31m\ud800",
]

_DESK = PublishedOrganisation("The Desk", "https://www.desk.example/")
_CHECK = PublishedCheck(
    slug="missiles",
    url="https://desk.example/factchecks/missiles/",
    claim_text="There are no plans to place missiles in Ukraine.",
    rating=PublishedRating("Mostly true", "mostly_true", value=4),
    summary="No plan was found.",
    justification_html='<p>See <a href="#evidence-7" rel="nofollow noopener">[1]</a>.</p>',
    published_at=datetime(2021, 12, 22, 10, 30, tzinfo=UTC),
    modified_at=datetime(2021, 12, 23, 9, 0, tzinfo=UTC),
    author_org=_DESK,
    language="en",
    claimant=PublishedClaimant("A Minister", same_as=("https://www.wikidata.org/wiki/Q1",)),
    claim_date=date(2021, 12, 21),
    appearances=("https://news.example/a", "https://news.example/b"),
    first_appearance="https://news.example/a",
    evidence=(
        PublishedEvidence(
            id="7",
            quote="We have no plans.",
            source_title="Statement",
            source_url="https://nato.example/s",
            stance="supports",
            kind="primary",
            sha256="0" * 64,
            captured_at=datetime(2021, 12, 22, 8, 0, tzinfo=UTC),
        ),
    ),
    corrections=(PublishedCorrection("minor", "A name was misspelt.", datetime(2021, 12, 23, 9, 0, tzinfo=UTC)),),
)
FEED = PublishedFeed(
    title="Fact-checks",
    home_url="https://desk.example/factchecks/",
    feed_url="https://desk.example/feeds/factchecks",
    publisher=_DESK,
    language="en",
    updated_at=datetime(2021, 1, 1, tzinfo=UTC),
)


def check(**changes: Any) -> PublishedCheck:
    """The standing example with some fields changed."""
    return replace(_CHECK, **changes)
