"""Reading single values out of what strangers sent."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.sources.providers.answers import moment, plain_text, web_url


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ('a <span class="searchmatch">missile</span>s', "a missiles"),
        ("<p>one</p><p>two</p>", "one two"),
        ("1 &lt; 2 &amp;amp; 3", "1 < 2 &amp; 3"),
        ("nul\x00 and \ud800 surrogate\u2028line", "nul and surrogate line"),
        ("5 < 6", "5 < 6"),
    ],
)
def test_markup_becomes_plain_text(markup: str, text: str) -> None:
    assert plain_text(markup, most=100) == text


@given(st.text())
def test_plain_text_is_short_and_can_be_stored(markup: str) -> None:
    text = plain_text(markup, most=20)
    assert len(text) <= 20
    assert "\x00" not in text
    text.encode()


@pytest.mark.parametrize(
    ("address", "url"),
    [
        ("/b#c", "https://a.example/b"),
        ("//c.example/", "https://c.example/"),
        ("http://c.example:0/", None),
        ("http://c.example:x/", None),
        ("http://[bad/", None),
        ("http://c.example/a b", None),
        ("http://c.example/\x00", None),
        ("http://c.example/\ud800", None),
        ("mailto:a@b.example", None),
        ("https://", None),
    ],
)
def test_only_plain_web_addresses_pass(address: str, url: str | None) -> None:
    assert web_url(address, base="https://a.example/x") == url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021", datetime(2021, 1, 1, tzinfo=UTC)),
        ("2021-12", datetime(2021, 12, 1, tzinfo=UTC)),
        ("2021-12-17", datetime(2021, 12, 17, tzinfo=UTC)),
        ("2021-12-17T01:00+02:00", datetime(2021, 12, 16, 23, 0, tzinfo=UTC)),
        ("2021-12-17T01:00:00.5Z", datetime(2021, 12, 17, 1, 0, 0, 500_000, tzinfo=UTC)),
        ("0001-01-01T00:00:00+23:00", None),
        ("2021-13-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_moments_are_utc_or_nothing(text: str, expected: datetime | None) -> None:
    assert moment(text) == expected
