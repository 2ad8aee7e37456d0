"""The sample archive: what it holds, and what each loopback origin answers."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import date
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import feedparser
import pypdfium2
import pytest
from lxml import etree, html
from protego import Protego

from config.demo.archive import library, pdf
from config.demo.archive.library import Article
from config.demo.origins import FACTCHECK_KEY, Origins, serve

CLAIM = "There are no proposals from the US or Nato to place missiles in Ukraine or deploy troops there."
SITEMAP_NS = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
EVERY_ARTICLE = [pytest.param(article, id=article.slug) for article in library.articles()]


@pytest.fixture(scope="module")
def origins() -> Iterator[Origins]:
    with serve() as running:
        yield running


def get(url: str, headers: dict[str, str] | None = None) -> tuple[int, HTTPResponse, bytes]:
    assert urlsplit(url).hostname == "127.0.0.1"
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, headers=headers or {}), timeout=10) as response:
            return response.status, response, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error, error.read()  # type: ignore[return-value]


def get_json(url: str, parameters: dict[str, str], headers: dict[str, str] | None = None) -> tuple[int, dict]:
    status, response, body = get(f"{url}?{urlencode(parameters)}", headers)
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    return status, json.loads(body)


def wiki(origins: Origins, **parameters: str) -> dict:
    status, answer = get_json(origins.base_urls["encyclopaedia"] + "/w/api.php", {"format": "json"} | parameters)
    assert status == 200
    return answer


# What the archive holds


def test_sample_article_says_the_claim_itself_in_one_paragraph() -> None:
    sample = library.sample()
    paragraph = next(text for _, text in sample.blocks if CLAIM in text)
    assert sample.text.count(CLAIM) == 1
    assert '"' not in paragraph
    assert sample.published_at.date() == date(2021, 12, 21)


def test_sample_article_quotes_both_speakers_directly_and_indirectly() -> None:
    text = library.sample().text
    assert '"We remain ready for meaningful dialogue with Russia," Stoltenberg said' in text
    assert "Stoltenberg said that any talks" in text
    assert '"Armed conflicts, bloodshed is absolutely not our choice," Putin said' in text
    assert "Putin said, their flight time to Moscow would be cut to 7-10 minutes" in text


def test_archive_does_not_repeat_the_claim_word_for_word() -> None:
    assert not [article.slug for article in library.articles() if CLAIM[:40].lower() in article.text.lower()]


def test_archive_has_enough_relevant_articles_and_distractors() -> None:
    roles = [article.role for article in library.articles()]
    assert roles.count("support") + roles.count("context") >= 14
    assert roles.count("distractor") >= 8
    assert len({article.origin for article in library.articles() if article.role == "support"}) >= 4


@pytest.mark.parametrize("article", EVERY_ARTICLE)
def test_article_has_a_readable_length_and_cites_a_public_work(article: Article) -> None:
    assert 150 <= len(article.text.split()) <= 400
    assert article.byline
    assert article.language == "en"
    assert article.published_at.utcoffset() is not None
    assert article.cites
    assert all(cite.title and cite.publisher and urlsplit(cite.url).hostname for cite in article.cites)


def test_file_without_front_matter_is_refused() -> None:
    with pytest.raises(ValueError, match="front matter"):
        library.parse("Just a paragraph.\n")


def test_front_matter_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks 'origin'"):
        library.parse('+++\nslug = "a"\n+++\nText.\n')


# HTML, PDF, robots


@pytest.mark.parametrize("article", [param for param in EVERY_ARTICLE if not param.values[0].is_pdf])
def test_page_carries_text_and_metadata(article: Article, origins: Origins) -> None:
    url = origins.url_of(article)
    status, response, body = get(url)
    page = html.fromstring(body.decode())
    shown = " ".join(page.xpath("//article")[0].text_content().split())
    data = json.loads(page.xpath("//script[@type='application/ld+json']")[0].text)
    assert status == 200
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert all(text in shown for _, text in article.blocks)
    assert page.xpath("//link[@rel='canonical']/@href") == [url]
    assert page.xpath("//meta[@name='author']/@content") == [article.byline]
    assert page.xpath("//meta[@property='article:published_time']/@content") == [article.published_at.isoformat()]
    assert (data["headline"], data["datePublished"]) == (article.title, article.published_at.isoformat())
    assert all(cite.url in page.xpath("//aside")[0].text_content() for cite in article.cites)


def test_pdf_gives_back_its_text(origins: Origins) -> None:
    article = next(article for article in library.articles() if article.is_pdf)
    _, response, body = get(origins.url_of(article))
    document = pypdfium2.PdfDocument(body)
    text = " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    assert response.headers["Content-Type"] == "application/pdf"
    assert document.get_metadata_value("Title") == article.title
    assert " ".join(article.text.split()) in text
    document.close()


def test_long_pdf_runs_over_several_pages_and_keeps_special_characters() -> None:
    created_at = library.sample().published_at
    body = pdf.write_pdf(title="A (b) \\ c", author="é", text="\n\n".join(["One – two."] * 60), created_at=created_at)
    document = pypdfium2.PdfDocument(body)
    assert len(document) == 3
    assert document.get_metadata_value("Title") == "A (b) \\ c"
    assert "One – two." in document[2].get_textpage().get_text_range()
    document.close()


def test_script_only_page_has_almost_no_text(origins: Origins) -> None:
    _, _, body = get(origins.script_only_url)
    text = html.fromstring(body.decode()).xpath("//main")[0].text_content().strip()
    assert text == "Please enable JavaScript to read this page."


def test_every_origin_has_a_robots_file_and_one_closes_a_real_page(origins: Origins) -> None:
    closed = []
    for base_url in origins.base_urls.values():
        status, response, body = get(base_url + "/robots.txt")
        rules = Protego.parse(body.decode())
        assert (status, response.headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
        closed += [url for url in origins.given_urls if url.startswith(base_url) and not rules.can_fetch(url, "bot")]
    assert [urlsplit(url).path for url in closed] == ["/embargo/embargoed-calendar.html"]
    assert get(closed[0])[0] == 200


def test_unchanged_page_is_304_by_etag_and_by_date(origins: Origins) -> None:
    _, first, _ = get(origins.sample_url)
    assert first.headers["Last-Modified"] == "Tue, 21 Dec 2021 17:40:00 GMT"
    assert get(origins.sample_url, {"If-None-Match": first.headers["ETag"]})[0] == 304
    assert get(origins.sample_url, {"If-Modified-Since": first.headers["Last-Modified"]})[0] == 304
    assert get(origins.sample_url, {"If-None-Match": '"other"'})[0] == 200


def test_unknown_path_is_404(origins: Origins) -> None:
    assert {get(base_url + "/no-such-page")[0] for base_url in origins.base_urls.values()} == {404}


# Feeds and sitemaps


@pytest.mark.parametrize(
    ("origin", "path", "version"),
    [
        ("wire", "/feeds/world.atom", "atom10"),
        ("wire", "/feeds/latest.rss", "rss20"),
        ("newsroom", "/feeds/latest.rss", "rss20"),
    ],
)
def test_feed_is_well_formed_and_its_links_answer(origins: Origins, origin: str, path: str, version: str) -> None:
    _, response, body = get(origins.base_urls[origin] + path)
    headers = {name.lower(): value for name, value in response.headers.items()}
    feed = feedparser.parse(body, response_headers=headers)
    assert (feed.version, bool(feed.bozo)) == (version, False)
    assert len(feed.entries) >= 5
    for entry in feed.entries:
        assert entry.title
        assert entry.author
        assert entry.published_parsed
        assert get(entry.link)[0] == 200


def test_sitemap_index_leads_to_every_article_of_the_newsroom_with_its_title(origins: Origins) -> None:
    base_url = origins.base_urls["newsroom"]
    index = etree.fromstring(get(base_url + "/sitemap.xml")[2])
    maps = [etree.fromstring(get(url)[2]) for url in index.xpath("//s:loc/text()", namespaces=SITEMAP_NS)]
    listed = {
        row.findtext("s:loc", namespaces=SITEMAP_NS): row.findtext("n:news/n:title", namespaces=SITEMAP_NS)
        for one in maps
        for row in one
    }
    expected = {origins.url_of(article): article.title for article in library.of_origin("newsroom")}
    assert expected.items() <= listed.items()
    assert set(listed) - set(expected) == {origins.script_only_url}
    assert all(row.findtext("s:lastmod", namespaces=SITEMAP_NS) for one in maps for row in one)


def test_sample_article_is_listed_nowhere(origins: Origins) -> None:
    paths = {
        "wire": "/feeds/latest.rss",
        "newsroom": "/feeds/latest.rss",
        "press_office": "/",
        "encyclopaedia": "/",
    }
    slug = library.sample().slug.encode()
    assert not [name for name, path in paths.items() if slug in get(origins.base_urls[name] + path)[2]]


# MediaWiki


def test_wiki_search_ranks_the_closest_article_first(origins: Origins) -> None:
    answer = wiki(
        origins, action="query", list="search", srsearch="missiles OR Ukraine OR troops OR deploy OR proposal"
    )
    hits = answer["query"]["search"]
    assert hits[0]["title"] == "Dispute over missiles in Ukraine, 2021–2022"
    assert '<span class="searchmatch">' in hits[0]["snippet"]
    assert "Ever Given" not in [hit["title"] for hit in hits]


def test_wiki_search_needs_all_words_without_or(origins: Origins) -> None:
    answer = wiki(origins, action="query", list="search", srsearch="Omicron missiles")
    assert answer["query"] == {"searchinfo": {"totalhits": 0}, "search": []}


def test_wiki_search_pages_do_not_overlap_and_end(origins: Origins) -> None:
    asked = {"action": "query", "list": "search", "srsearch": "NATO", "srlimit": "2"}
    answer = wiki(origins, **asked)
    total = answer["query"]["searchinfo"]["totalhits"]
    seen = [hit["pageid"] for hit in answer["query"]["search"]]
    while "continue" in answer:
        answer = wiki(origins, **asked, sroffset=str(answer["continue"]["sroffset"]))
        seen += [hit["pageid"] for hit in answer["query"]["search"]]
    assert total > 2
    assert len(seen) == len(set(seen)) == total


def test_wiki_info_gives_an_address_that_answers_with_and_without_oldid(origins: Origins) -> None:
    hit = wiki(origins, action="query", list="search", srsearch="Founding Act")["query"]["search"][0]
    answer = wiki(origins, action="query", prop="info", inprop="url", pageids=f"{hit['pageid']}|7", formatversion="2")
    page, missing = answer["query"]["pages"]
    assert missing == {"pageid": 7, "missing": True}
    assert "1997" in get(page["fullurl"])[2].decode()
    assert get(f"{page['fullurl']}?oldid={page['lastrevid']}")[0] == 200


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"action": "query", "list": "search"}, "missingparam"),
        ({"action": "query", "list": "search", "srsearch": "a", "srlimit": "x"}, "badinteger"),
        ({"action": "query", "prop": "info", "pageids": "a"}, "badinteger"),
        ({"action": "query"}, "badvalue"),
        ({"action": "edit"}, "badvalue"),
    ],
)
def test_wiki_reports_errors_with_status_200(origins: Origins, parameters: dict[str, str], code: str) -> None:
    assert wiki(origins, **parameters)["error"]["code"] == code


# Google Fact Check Tools


@pytest.mark.parametrize("path", ["/claims:search", "/claims%3Asearch"])
def test_factcheck_search_finds_a_review_whose_page_answers(origins: Origins, path: str) -> None:
    url = origins.base_urls["factcheck"] + "/v1alpha1" + path
    status, answer = get_json(url, {"query": "NATO missiles Ukraine"}, {"X-Goog-Api-Key": FACTCHECK_KEY})
    claim = answer["claims"][0]
    assert (status, claim["text"]) == (200, "NATO has already stationed missiles in Ukraine")
    assert claim["claimReview"][0]["textualRating"] == "False"
    assert get(claim["claimReview"][0]["url"])[0] == 200


def test_factcheck_search_is_the_empty_object_when_nothing_matches(origins: Origins) -> None:
    url = origins.base_urls["factcheck"] + "/v1alpha1/claims:search"
    assert get_json(url, {"query": "zebra crossing", "key": FACTCHECK_KEY}) == (200, {})


def test_factcheck_page_token_works_for_its_own_question_only(origins: Origins) -> None:
    url = origins.base_urls["factcheck"] + "/v1alpha1/claims:search"
    query = "NATO council missiles Ukraine gas stores full"
    asked = {"query": query, "pageSize": "1", "key": FACTCHECK_KEY}
    _, first = get_json(url, asked)
    _, second = get_json(url, asked | {"pageToken": first["nextPageToken"]})
    status, refused = get_json(url, asked | {"query": "gas", "pageToken": first["nextPageToken"]})
    assert first["claims"] != second["claims"]
    assert (status, refused["error"]["status"]) == (400, "INVALID_ARGUMENT")


@pytest.mark.parametrize(
    ("parameters", "status"),
    [
        ({"query": "NATO"}, 403),
        ({"key": "demo"}, 400),
        ({"key": "demo", "query": "a", "pageSize": "-1"}, 400),
    ],
)
def test_factcheck_errors_look_like_googles(origins: Origins, parameters: dict[str, str], status: int) -> None:
    answered, answer = get_json(origins.base_urls["factcheck"] + "/v1alpha1/claims:search", parameters)
    assert (answered, answer["error"]["code"]) == (status, status)


# The whole


def test_each_origin_has_an_address_of_its_own_and_is_allowed(origins: Origins) -> None:
    listed = origins.private_origins.split(",")
    assert len(set(listed)) == len(origins.base_urls) >= 5
    assert all(re.fullmatch(r"http://127\.0\.0\.1:[0-9]+", origin) for origin in listed)
    assert all(base_url.startswith(tuple(listed)) for _, _, base_url in origins.accounts)
    assert {kind for kind, _, _ in origins.accounts} == {"feed", "mediawiki", "archive", "google_factcheck"}


def test_given_urls_answer_and_include_a_pdf(origins: Origins) -> None:
    assert {get(url)[0] for url in origins.given_urls} == {200}
    assert any(url.endswith(".pdf") for url in origins.given_urls)


def test_urls_with_role_answer_from_several_origins(origins: Origins) -> None:
    for role in ("support", "distractor"):
        urls = origins.urls_with_role(role)
        assert {get(url)[0] for url in urls} == {200}
        assert len({urlsplit(url).port for url in urls}) == 4


def test_two_copies_run_side_by_side(origins: Origins) -> None:
    with serve() as second:
        assert not set(origins.base_urls.values()) & set(second.base_urls.values())
        assert get(second.sample_url)[0] == 200
    with pytest.raises(urllib.error.URLError):
        get(second.sample_url)


def test_articles_directory_holds_nothing_the_loader_ignores() -> None:
    directory = Path(library.__file__).parent / "articles"
    assert len(list(directory.iterdir())) == len(library.articles()) + 1
