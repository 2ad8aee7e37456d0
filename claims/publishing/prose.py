"""Turns the Markdown of a justification into HTML that is safe wherever it is shown.

Two independent layers: the Markdown reader takes no raw HTML and no images, and what it writes passes a strict
allow-list. ``[evidence:ID]`` becomes a numbered link to that evidence on the same page.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from claims.publishing.hygiene import is_web_url, printable
from factcheck.core.errors import TooLarge

MAX_CHARACTERS = 100_000

_CITATION = re.compile(r"\[evidence:([A-Za-z0-9_-]{1,64})\]")
_ANCHOR = re.compile(r"#evidence-[A-Za-z0-9_-]{1,64}")
_TAGS = {
    *("p", "br", "hr", "blockquote", "pre", "code", "em", "strong", "ul", "ol", "li", "a", "h3", "h4", "h5", "h6"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
_NUMBERS = "evidence_numbers"


def to_html(markdown: str) -> str:
    """Return sanitised HTML: CommonMark and tables, headings from level 3 down, links to the web or to evidence only.

    Raises:
        TooLarge: more than ``MAX_CHARACTERS``.
    """
    tokens, env = _parse(markdown)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:  # the page itself owns levels 1 and 2
            token.tag = f"h{min(int(token.tag[1:]) + 2, 6)}"
    rendered: str = _READER.renderer.render(tokens, _READER.options, env)
    return nh3.clean(
        rendered,
        tags=_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_kept_attribute,
        url_schemes={"http", "https"},
        link_rel="nofollow noopener",
    )


def cited(markdown: str) -> list[str]:
    """Return the ids of the evidence a text cites, in the order of their numbers.

    Raises:
        TooLarge: more than ``MAX_CHARACTERS``.
    """
    _tokens, env = _parse(markdown)
    return list(env.get(_NUMBERS, {}))


def _parse(markdown: str) -> tuple[list[Token], MutableMapping[str, Any]]:
    if len(markdown) > MAX_CHARACTERS:
        raise TooLarge(f"The text has more than {MAX_CHARACTERS} characters.")
    env: MutableMapping[str, Any] = {}
    return _READER.parse(printable(markdown), env), env


def _kept_attribute(_tag: str, name: str, value: str) -> str | None:
    """Keep an address only if it is on the web or names evidence on the page: none relative, none by scheme alone.

    nh3 passes the ``rel`` it adds through here as well; nobody else can set one.
    """
    return value if name == "rel" or is_web_url(value) or _ANCHOR.fullmatch(value) else None


def _citation(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature markdown-it calls
    """Inline rule: a citation of evidence becomes a link labelled with its number in order of first mention."""
    match = _CITATION.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        numbers: dict[str, int] = state.env.setdefault(_NUMBERS, {})
        number = numbers.setdefault(match.group(1), len(numbers) + 1)
        state.push("link_open", "a", 1).attrs = {"href": f"#evidence-{match.group(1)}"}
        state.push("text", "", 0).content = f"[{number}]"
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def _reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block", "html_inline"])
    reader.inline.ruler.before("link", "evidence", _citation)
    return reader


_READER = _reader()
