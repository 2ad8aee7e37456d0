"""What each origin of the sample archive answers, by path. Nothing here opens a socket."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from urllib.parse import quote

from config.demo.archive import factcheck_api, feeds, library, pages
from config.demo.archive.library import OUTLETS, Article
from config.demo.archive.pdf import write_pdf
from config.demo.archive.wiki_api import Wiki

ATOM_PATH = "/feeds/world.atom"
RSS_PATH = "/feeds/latest.rss"
WIKI_API_PATH = "/w/api.php"
SITEMAP_PATH = "/sitemap.xml"
TICKER_PATH = "/2021/12/live-missiles-ukraine-nato-ticker"
FACTCHECK_PATH = "/v1alpha1"

_HTML = "text/html; charset=utf-8"
_JSON = "application/json; charset=utf-8"
_XML = "application/xml; charset=utf-8"
_TICKER_AT = datetime(2021, 12, 22, 8, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """A request, as far as an answer may depend on it. Header names are lower case."""

    parameters: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Reply:
    """An answer; ``modified_at`` is None for answers that are computed."""

    body: bytes
    content_type: str
    modified_at: datetime | None = None
    status: int = 200


Site = dict[str, Reply | Callable[[Asked], Reply]]


def path_of(article: Article) -> str:
    """Return where its origin publishes an article, percent-encoded."""
    day = article.published_at
    slug = quote(article.slug)
    return {
        "courier": f"/{day:%Y/%m/%d}/{slug}",
        "wire": f"/{article.section}/{day:%Y/%m/%d}/{slug}",
        "encyclopaedia": f"/wiki/{slug}",
        "newsroom": f"/{day:%Y/%m}/{slug}",
        "press_office": f"/{article.section}/{slug}.{'pdf' if article.is_pdf else 'html'}",
    }[article.origin]


def courier(base_url: str) -> Site:
    """Return the newspaper of the sample article: one page, listed nowhere."""
    return {"/robots.txt": _robots(""), **_articles((library.sample(),), base_url)}


def wire(base_url: str) -> Site:
    """Return the news agency: an Atom feed of world news and an RSS feed of everything."""
    published = library.of_origin("wire")
    world = [article for article in published if article.section == "world"]
    atom = feeds.atom(
        feed_url=base_url + ATOM_PATH, title=f"{OUTLETS['wire']}: world", entries=_entries(world, base_url)
    )
    rss = feeds.rss(site_url=base_url, title=OUTLETS["wire"], entries=_entries(published, base_url))
    newest = published[0].published_at
    return {
        "/robots.txt": _robots("/account/"),
        "/": _index("wire", base_url),
        ATOM_PATH: Reply(atom.encode(), "application/atom+xml; charset=utf-8", newest),
        RSS_PATH: Reply(rss.encode(), "application/rss+xml; charset=utf-8", newest),
        **_articles(published, base_url),
    }


def encyclopaedia(base_url: str) -> Site:
    """Return the encyclopaedia: article pages and MediaWiki's search."""
    published = library.of_origin("encyclopaedia")
    wiki = Wiki(published, base_url)
    return {
        "/robots.txt": _robots("/wiki/Special:"),
        "/": _index("encyclopaedia", base_url),
        WIKI_API_PATH: lambda asked: _json(wiki.answer(asked.parameters)),
        **_articles(published, base_url),
    }


def newsroom(base_url: str) -> Site:
    """Return the newspaper with an archive: sitemap index, sitemaps, a feed and a script-only page."""
    published = library.of_origin("newsroom")
    entries = [*_entries(published, base_url), _ticker_entry(base_url)]
    months: dict[str, list[feeds.Entry]] = defaultdict(list)
    for entry in entries:
        months[f"/sitemaps/{entry.published_at:%Y-%m}.xml"].append(entry)
    changed = {path: max(entry.published_at for entry in rows) for path, rows in months.items()}
    index = feeds.sitemap_index((base_url + path, moment) for path, moment in changed.items())
    rss = feeds.rss(site_url=base_url, title=OUTLETS["newsroom"], entries=entries)
    ticker = pages.script_only_page(_ticker_entry(base_url).title, OUTLETS["newsroom"])
    return {
        "/robots.txt": _robots("/subscribers/", sitemap=base_url + SITEMAP_PATH),
        "/": _index("newsroom", base_url),
        RSS_PATH: Reply(rss.encode(), "application/rss+xml; charset=utf-8", max(changed.values())),
        SITEMAP_PATH: Reply(index.encode(), _XML, max(changed.values())),
        **{
            path: Reply(feeds.sitemap(outlet=OUTLETS["newsroom"], entries=rows).encode(), _XML, changed[path])
            for path, rows in months.items()
        },
        TICKER_PATH: Reply(ticker.encode(), _HTML, _TICKER_AT),
        **_articles(published, base_url),
    }


def press_office(base_url: str) -> Site:
    """Return the press office: HTML pages, one PDF, and one page that robots.txt asks to leave alone."""
    return {
        "/robots.txt": _robots("/embargo/"),
        "/": _index("press_office", base_url),
        **_articles(library.of_origin("press_office"), base_url),
    }


def factcheck(base_url: str) -> Site:
    """Return the stand-in for the Google Fact Check Tools API and the reviews it points to."""
    site: Site = {
        "/robots.txt": _robots(""),
        f"{FACTCHECK_PATH}/claims:search": lambda asked: _claims(asked, base_url),
    }
    for review in library.reviews():
        path = f"/reviews/{review.slug}"
        moment = datetime.combine(review.reviewed, time(9), tzinfo=UTC)
        site[path] = Reply(pages.review_page(review, base_url + path).encode(), _HTML, moment)
    return site


SITES: dict[str, Callable[[str], Site]] = {
    "courier": courier,
    "wire": wire,
    "encyclopaedia": encyclopaedia,
    "newsroom": newsroom,
    "press_office": press_office,
    "factcheck": factcheck,
}


def _articles(published: tuple[Article, ...], base_url: str) -> Site:
    return {path_of(article): _article(article, base_url) for article in published}


def _article(article: Article, base_url: str) -> Reply:
    if article.is_pdf:
        body = write_pdf(title=article.title, author=article.byline, text=article.text, created_at=article.published_at)
        return Reply(body, "application/pdf", article.published_at)
    page = pages.article_page(article, base_url + path_of(article))
    return Reply(page.encode(), _HTML, article.published_at)


def _entries(published: tuple[Article, ...] | list[Article], base_url: str) -> list[feeds.Entry]:
    return [
        feeds.Entry(
            url=base_url + path_of(article),
            title=article.title,
            summary=article.blocks[0][1],
            author=article.byline,
            published_at=article.published_at,
        )
        for article in published
    ]


def _ticker_entry(base_url: str) -> feeds.Entry:
    return feeds.Entry(
        url=base_url + TICKER_PATH,
        title="Live: missiles, troops and talks, our Ukraine and NATO ticker",
        summary="All developments of the day.",
        author="Live desk",
        published_at=_TICKER_AT,
    )


def _index(origin: str, base_url: str) -> Reply:
    published = library.of_origin(origin)
    links = ((base_url + path_of(article), article.title) for article in published)
    return Reply(pages.index_page(OUTLETS[origin], links).encode(), _HTML, published[0].published_at)


def _robots(closed: str, *, sitemap: str = "") -> Reply:
    """Return a robots.txt that closes one path; an empty path closes nothing (RFC 9309, 2.2.2)."""
    lines = ["User-agent: *", f"Disallow: {closed}".rstrip(), ""]
    if sitemap:
        lines.append(f"Sitemap: {sitemap}\n")
    return Reply("\n".join(lines).encode(), "text/plain; charset=utf-8")


def _claims(asked: Asked, base_url: str) -> Reply:
    has_key = bool(asked.headers.get("x-goog-api-key") or asked.parameters.get("key"))
    try:
        answer = factcheck_api.search(asked.parameters, has_key=has_key, reviews=library.reviews(), base_url=base_url)
    except factcheck_api.ApiError as error:
        return _json(error.answer, status=error.status)
    return _json(answer)


def _json(answer: Mapping[str, object], *, status: int = 200) -> Reply:
    return Reply(json.dumps(answer, ensure_ascii=False).encode(), _JSON, status=status)
