from __future__ import annotations

import time

import pytest

from factcheck.sources.robots import allowed, crawl_delay_s

PAGE = "https://site.test/news/1"


@pytest.mark.parametrize(
    ("robots_txt", "is_allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("user-AGENT: FactCheck\ndisallow: /news", False),
        ("User-agent: factcheck/9 (remark)\nDisallow: /news", False),
        ("User-agent: *\nDisallow: /\nUser-agent: factcheck\nAllow: /", True),
        ("User-agent: fact\nDisallow: /", True),
        ("User-agent: factcheckers\nDisallow: /", True),
        ("User-agent: other\nUser-agent: factcheck\nDisallow: /", False),
        ("User-agent: factcheck\nWhatever: x\nUser-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow: /\nAllow: /news/", True),
        ("User-agent: *\nDisallow: /*1$", False),
        ("User-agent: *\rDisallow: /news\r", False),
        ("\ufeffUser-agent: *\nDissallow: /news", False),
        ("<html>not a robots.txt</html>", True),
    ],
)
def test_the_group_for_our_name_decides(robots_txt: str, is_allowed: bool) -> None:
    assert allowed(robots_txt, "factcheck", PAGE) is is_allowed
    assert allowed(robots_txt, "FactCheck/0.1 (+https://desk.example)", PAGE) is is_allowed


def test_encoded_and_plain_paths_are_the_same() -> None:
    robots_txt = "User-agent: *\nDisallow: /новости"
    assert not allowed(robots_txt, "factcheck", "https://site.test/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/1")


def test_crawl_delay_is_that_of_our_group() -> None:
    robots_txt = "User-agent: *\nCrawl-delay: 9\n\nUser-agent: factcheck\nCrawl-delay: 2.5\nDisallow:"
    assert crawl_delay_s(robots_txt, "factcheck/1") == 2.5
    assert crawl_delay_s(robots_txt, "other") == 9
    assert crawl_delay_s("User-agent: *\nCrawl-delay: soon", "factcheck") is None


def test_rules_past_the_size_limit_are_not_read() -> None:
    filler = "# filler\n" * 70_000
    assert allowed(filler + "User-agent: *\nDisallow: /", "factcheck", PAGE)


def test_a_pathological_file_is_read_quickly() -> None:
    started_s = time.monotonic()
    allowed("User-agent: *\nDisallow: " + "*a" * 200_000, "factcheck", "https://site.test/" + "a" * 4000)
    assert time.monotonic() - started_s < 5
