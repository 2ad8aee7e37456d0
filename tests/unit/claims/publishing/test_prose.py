"""Rules of the justification's HTML."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.publishing import prose
from factcheck.core.errors import TooLarge
from tests.unit.claims.publishing.examples import ATTACKS


class _Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def _assert_harmless(html: str) -> None:
    for tag, attributes in _Elements(html).found:
        assert tag in prose._TAGS
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
        assert (attributes.get("href") or "#evidence-").lower().startswith(("http://", "https://", "#evidence-"))


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_are_harmless(attack: str) -> None:
    for text in (attack, f"# {attack}", f"> {attack}", f"[{attack}](http://a.example/)", f"[a](http://{attack})"):
        _assert_harmless(prose.to_html(text))


@given(st.text(alphabet="[]()<>!#*_`\"'/:&; \nahrefjscit=0|-", max_size=200))
def test_no_text_makes_a_forbidden_element(text: str) -> None:
    _assert_harmless(prose.to_html(text))


def test_raw_html_shows_as_text() -> None:
    assert prose.to_html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"


def test_a_citation_links_to_its_evidence_by_order_of_mention() -> None:
    html = prose.to_html("One [evidence:42], two [evidence:7], again [evidence:42].")
    assert html.count('<a href="#evidence-42" rel="nofollow noopener">[1]</a>') == 2
    assert '<a href="#evidence-7" rel="nofollow noopener">[2]</a>' in html


def test_cited_evidence_is_listed_once_in_order() -> None:
    assert prose.cited("a [evidence:42] [evidence:7] [evidence:42] `[evidence:9]`") == ["42", "7"]


def test_a_citation_inside_code_stays_text() -> None:
    assert "#evidence" not in prose.to_html("`[evidence:1]`")


def test_a_citation_wins_over_a_link_around_it() -> None:
    html = prose.to_html("[see [evidence:1] there](https://a.example/)")
    assert html.count("<a ") == 1
    assert 'href="#evidence-1"' in html


def test_web_links_carry_rel_and_others_lose_their_address() -> None:
    assert 'href="https://a.example/" rel="nofollow noopener"' in prose.to_html("[a](https://a.example/)")
    for address in ("/admin/", "//evil.example/", "mailto:a@a.example", "#top", "ftp://a.example/"):
        assert "href" not in prose.to_html(f"[a]({address})")


def test_headings_leave_the_first_two_levels_to_the_page() -> None:
    assert prose.to_html("# A") == "<h3>A</h3>\n"
    assert prose.to_html("###### A") == "<h6>A</h6>\n"


def test_a_text_at_the_limit_is_taken_and_one_beyond_refused() -> None:
    prose.to_html("a" * prose.MAX_CHARACTERS)
    with pytest.raises(TooLarge):
        prose.to_html("a" * (prose.MAX_CHARACTERS + 1))
