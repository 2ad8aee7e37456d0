"""The archive's articles as HTML5 documents, with the clutter and metadata that real newsrooms publish."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from config.demo.archive.library import Article, Cite, Review

NOTE = "Sample text: outlet and byline are invented, the events and the works listed are real."

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} | {outlet}</title>
{head}
</head>
<body>
<header><nav aria-label="Sections"><a href="/">{outlet}</a> <a href="/">World</a> <a href="/">Business</a>
<a href="/">Sport</a></nav></header>
<main>
{main}
</main>
<footer><p>© 2021 {outlet}</p><p>{note}</p></footer>
</body>
</html>
"""


def article_page(article: Article, url: str) -> str:
    """Return an article as an HTML document whose canonical address is ``url``."""
    published = article.published_at.isoformat()
    head = [
        f'<link rel="canonical" href="{escape(url)}">',
        f'<meta name="author" content="{escape(article.byline)}">',
        '<meta property="og:type" content="article">',
        f'<meta property="og:title" content="{escape(article.title)}">',
        f'<meta property="og:site_name" content="{escape(article.outlet)}">',
        f'<meta property="article:published_time" content="{published}">',
        f'<script type="application/ld+json">{_json_ld(article, url)}</script>',
    ]
    parts = [
        f"<article>\n<h1>{escape(article.title)}</h1>",
        f'<p class="byline">By <span rel="author">{escape(article.byline)}</span>,',
        f'<time datetime="{published}">{article.published_at:%d %B %Y, %H:%M} UTC</time></p>',
        *(f"<{element}>{escape(text, quote=False)}</{element}>" for element, text in article.blocks),
        "</article>",
        _sources(article.cites),
    ]
    return _page(article.title, article.outlet, "\n".join(head), "\n".join(parts), article.language)


def index_page(outlet: str, links: Iterable[tuple[str, str]]) -> str:
    """Return an origin's front page.

    Args:
        links: pairs of address and title.
    """
    items = "\n".join(f'<li><a href="{escape(url)}">{escape(title)}</a></li>' for url, title in links)
    return _page("Latest", outlet, "", f"<h1>{escape(outlet)}</h1>\n<ul>\n{items}\n</ul>")


def script_only_page(title: str, outlet: str) -> str:
    """Return a page that shows nothing without a script, as some live tickers do."""
    main = '<div id="app"></div><noscript>Please enable JavaScript to read this page.</noscript>'
    return _page(title, outlet, '<script src="/static/ticker.js" defer></script>', main)


def review_page(review: Review, url: str) -> str:
    """Return the page a claim review of the stand-in API points to."""
    head = (
        f'<link rel="canonical" href="{escape(url)}">\n'
        f'<meta property="article:published_time" content="{review.reviewed.isoformat()}">'
    )
    paragraphs = "".join(f"<p>{escape(text)}</p>\n" for text in review.body.split("\n\n"))
    main = (
        f"<article>\n<h1>{escape(review.title)}</h1>\n<p>Claim: {escape(review.claim)}</p>\n"
        f"<p>Rating: {escape(review.rating)}</p>\n{paragraphs}</article>"
    )
    return _page(review.title, review.publisher, head, main)


def message_page(title: str, outlet: str) -> str:
    """Return a short page such as the one for 404."""
    return _page(title, outlet, "", f"<h1>{escape(title)}</h1>")


def _page(title: str, outlet: str, head: str, main: str, language: str = "en") -> str:
    return _PAGE.format(title=escape(title), outlet=escape(outlet), head=head, main=main, language=language, note=NOTE)


def _sources(cites: tuple[Cite, ...]) -> str:
    items = "\n".join(f"<li>{escape(_reference(cite))}</li>" for cite in cites)
    return f'<aside class="sources">\n<h2>Sources</h2>\n<ul>\n{items}\n</ul>\n</aside>'


def _reference(cite: Cite) -> str:
    parts = [cite.title, cite.publisher, cite.published_on.isoformat() if cite.published_on else "", cite.url]
    return ", ".join(part for part in parts if part)


def _json_ld(article: Article, url: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle" if article.origin != "encyclopaedia" else "Article",
        "headline": article.title,
        "url": url,
        "inLanguage": article.language,
        "datePublished": article.published_at.isoformat(),
        "author": {"@type": "Person", "name": article.byline},
        "publisher": {"@type": "Organization", "name": article.outlet},
        "citation": [
            {"@type": "CreativeWork", "name": cite.title, "publisher": cite.publisher, "url": cite.url}
            for cite in article.cites
        ],
    }
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
