"""Addresses typed by people."""

from __future__ import annotations

import pytest

from factcheck.sources.providers import Found, ProviderRefused
from tests.unit.sources.providers.wire import question, search


def given(text: str, limit: int = 10) -> list[Found]:
    return search("urls", question(text, limit=limit), "http://unused.example")


def test_each_line_is_found_once_in_order() -> None:
    text = "https://b.example/x?y=1#part\r\n\n  http://a.example/ \nhttps://b.example/x?y=1\n"
    assert given(text) == [
        Found("https://b.example/x?y=1", "", "", None),
        Found("http://a.example/", "", "", None),
    ]


def test_the_limit_drops_nothing_a_person_asked_for() -> None:
    assert len(given("\n".join(f"https://a.example/{number}" for number in range(50)), limit=1)) == 50


def test_fifty_one_addresses_are_refused() -> None:
    with pytest.raises(ProviderRefused) as caught:
        given("\n".join(f"https://a.example/{number}" for number in range(51)))
    assert caught.value.reason == "too_many_urls"


def test_a_text_far_too_long_is_refused() -> None:
    with pytest.raises(ProviderRefused) as caught:
        given("\n" * 150_001)
    assert caught.value.reason == "too_many_urls"


@pytest.mark.parametrize(
    "line",
    [
        "example",
        "ftp://a.example/",
        "javascript:alert(1)",
        "http://",
        "http://[::1",
        "http://a.example:99999/",
        "https://user:secret@a.example/",
        "https://a.example/with space",
        "https://a.example/" + "x" * 2048,
    ],
)
def test_a_line_that_is_no_plain_address_is_named(line: str) -> None:
    with pytest.raises(ProviderRefused) as caught:
        given(f"https://a.example/\n{line}")
    assert caught.value.reason == "bad_url"
    assert "line 2" in caught.value.detail
    assert "secret" not in caught.value.detail


def test_no_lines_are_no_addresses() -> None:
    assert given(" \n\n") == []
