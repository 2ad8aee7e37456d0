from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from factcheck.sources.extract import EXTRACTOR_VERSION, ExtractionRefused, extract, extract_html

URL = "https://paper.test/2021/12/talks?x=1"
STORY = (
    "The ministers met in the capital on Tuesday and spoke for three hours about the treaty. "
    "Nobody had expected an agreement, and none was reached before the delegations left the building."
)
RUSSIAN = "Министры встретились в столице во вторник и три часа говорили о договоре. Соглашения никто не ожидал."
JAPANESE = "大臣らは火曜日に首都で会談し、条約について三時間にわたり話し合った。合意は誰も期待していなかった。"
CHINESE = "部长们星期二在首都会面，就条约进行了三个小时的讨论。没有人期待会达成协议，代表团离开时也确实没有达成。"


def page(story: str = STORY, head: str = "", copies: int = 4) -> str:
    body = "".join(f"<p>{story} ({number})</p>" for number in range(copies))
    article = f"<article><h1>Talks</h1>{body}</article>"
    return f"<!DOCTYPE html><html><head>{head}</head><body><nav>Menu</nav>{article}</body></html>"


def test_the_article_is_kept_and_the_navigation_is_not() -> None:
    found = extract_html(page().encode(), URL, "text/html; charset=utf-8")
    assert STORY in found.text
    assert "Menu" not in found.text
    assert not found.is_almost_empty
    assert found.language == "en"
    assert found.title == "Talks"
    assert found.canonical_url == URL


def test_json_ld_is_believed_before_opengraph_and_meta() -> None:
    head = """
      <script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "Organization"},
        {"@type": ["NewsArticle"], "headline": "The  talks", "author": [{"name": "A. One"}, {"name": "B. Two"}],
         "publisher": {"name": "The Paper"}, "datePublished": "2021-12-21T10:30:00+03:00"}]}</script>
      <meta property="og:title" content="OG title"><meta name="author" content="Somebody else">
      <meta property="article:published_time" content="2020-01-01"><link rel="canonical" href="/2021/12/talks">"""
    found = extract_html(page(head=head).encode(), URL, "text/html")
    assert (found.title, found.byline, found.publisher) == ("The talks", "A. One, B. Two", "The Paper")
    assert found.published_at == datetime(2021, 12, 21, 7, 30, tzinfo=UTC)
    assert found.published_at_source == "json-ld"
    assert found.canonical_url == "https://paper.test/2021/12/talks"


def test_opengraph_then_meta_fill_the_gaps() -> None:
    head = """<title>Title element</title><meta property="og:title" content="OG title">
      <meta property="og:site_name" content="The Paper"><meta name="author" content="A. One">
      <meta property="article:published_time" content="2021-12-17T08:00:00Z">
      <script type="application/ld+json">{broken</script>"""
    found = extract_html(page(head=head).encode(), URL, "text/html")
    assert (found.title, found.byline, found.publisher) == ("OG title", "A. One", "The Paper")
    assert (found.published_at, found.published_at_source) == (datetime(2021, 12, 17, 8, tzinfo=UTC), "opengraph")


def test_a_guessed_date_says_that_it_is_a_guess() -> None:
    story = page().replace("<h1>", "<span class=date>17 December 2021</span><h1>")
    found = extract_html(story.encode(), "https://paper.test/talks", "text/html")
    assert found.published_at == datetime(2021, 12, 17, tzinfo=UTC)
    assert found.published_at_source == "htmldate"


def test_no_date_is_no_date() -> None:
    found = extract_html(page().encode(), "https://paper.test/talks", "text/html")
    assert (found.published_at, found.published_at_source) == (None, "")


@pytest.mark.parametrize("href", ["javascript:alert(1)", "file:///etc/passwd", "http://[", ""])
def test_only_web_addresses_are_canonical(href: str) -> None:
    head = f'<link rel="canonical" href="{href}">'
    assert extract_html(page(head=head).encode(), URL, "text/html").canonical_url == URL


@pytest.mark.parametrize(
    ("story", "encoding", "language"),
    [(RUSSIAN, "windows-1251", "ru"), (JAPANESE, "shift_jis", "ja"), (CHINESE, "gb18030", "zh")],
)
@pytest.mark.parametrize("declared", ["header", "meta", "nowhere"])
def test_old_encodings_give_the_expected_text(story: str, encoding: str, language: str, declared: str) -> None:
    head = f'<meta charset="{encoding}">' if declared == "meta" else ""
    content_type = f"text/html; charset={encoding}" if declared == "header" else "text/html"
    found = extract_html(page(story, head=head).encode(encoding), URL, content_type)
    assert story in found.text
    assert found.language == language


def test_a_byte_order_mark_beats_a_wrong_header() -> None:
    data = b"\xff\xfe" + page(RUSSIAN).encode("utf-16-le")
    assert RUSSIAN in extract_html(data, URL, "text/html; charset=windows-1252").text


def test_a_wrong_label_is_found_out() -> None:
    assert RUSSIAN in extract_html(page(RUSSIAN).encode("windows-1251"), URL, "text/html; charset=utf-8").text


def test_a_page_with_almost_no_text_says_so() -> None:
    empty = b"<!DOCTYPE html><html><head><title>App</title></head><body><div id=root></div></body></html>"
    found = extract_html(empty, URL, "text/html")
    assert found.is_almost_empty
    assert found.title == "App"


def test_a_short_note_still_gives_its_text() -> None:
    note = b"<html><body><div><p>There are no proposals to place missiles there.</p></div></body></html>"
    assert "There are no proposals to place missiles there." in extract_html(note, URL, "text/html").text


HOSTILE = {
    "attributes": "<div " + " ".join(f"a{n}=1" for n in range(400_000)) + ">" + page(),
    "attributes with quoted ends": "<div " + " ".join(f'a{n}=">"' for n in range(200_000)) + ">" + page(),
    "attributes without spaces": "<div " + "".join(f'a{n}="1"' for n in range(200_000)) + ">" + page(),
    "deep divs": "<div>" * 100_000 + "text",
    "deep fonts": "<b><i>" * 100_000 + "text",
    "deep unknown elements": "<x-y>" * 100_000 + "text",
    "paragraphs": "<p>text" * 300_000,
    "lists": "<ul><li>x" * 100_000,
    "hidden behind a fake script": "<script/>" + "<div>" * 100_000,
    "hidden behind an endless script": "<script>" + "<div>" * 100_000,
    "hidden behind a comment": "<!--><div>" + "<div>" * 100_000 + "-->",
    "closing tags": "</p>" * 300_000,
    "table cells": "<table><tr>" + "<td>x" * 200_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_refused_quickly(name: str) -> None:
    started_s = time.process_time()
    with pytest.raises(ExtractionRefused) as caught:
        extract_html(HOSTILE[name].encode()[:3_000_000], URL, "text/html")
    assert caught.value.reason == "hostile_markup"
    assert time.process_time() - started_s < 10


UNUSUAL = {
    "open angles": "<" * 1_000_000,
    "open tags": "<a " * 99_000,
    "open quotes": "<a b=\"<a c='" * 40_000,
    "entities": "&lt;&#x41;" * 250_000,
    "one long word": "<p>" + "x" * 2_500_000,
    "spaces": "<p" + " " * 2_500_000 + ">",
    "unclosed comment": "<!--" * 600_000,
    "many paragraphs below the limit": "<p>some words in a row here" * 30_000,
    "nested below the limit": "<div>" * 900 + page() + "</div>" * 900,
    "many attributes below the limit": ("<i " + " ".join(f"a{n}=1" for n in range(490)) + ">x</i>") * 500,
    "json": '<script type="application/ld+json">' + "[" * 200_000 + "</script>" + page(),
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_markup_ends_in_time_with_text_or_a_reason(name: str) -> None:
    started_s = time.process_time()
    with suppress(ExtractionRefused):
        extract_html(UNUSUAL[name].encode(), URL, "text/html")
    assert time.process_time() - started_s < 10


def test_only_html_over_the_cap_is_too_large() -> None:
    with pytest.raises(ExtractionRefused) as caught:
        extract_html(b"<p>" + b"x" * 3_000_000, URL, "text/html")
    assert caught.value.reason == "too_large"


def test_ordinary_pages_with_scripts_are_not_hostile() -> None:
    script = "<script>for(i=0;i<n;i++){" + " ".join(f"if(a<b{n}){{c=d}}" for n in range(20_000)) + "}</script>"
    assert STORY in extract_html(page(head=script).encode(), URL, "text/html").text


def test_the_version_names_every_part() -> None:
    assert all(part in EXTRACTOR_VERSION for part in ("trafilatura/", "pypdfium2/", "factcheck/"))


def test_extract_reads_html_by_its_bytes() -> None:
    assert STORY in extract(page().encode(), URL, "application/octet-stream").text
