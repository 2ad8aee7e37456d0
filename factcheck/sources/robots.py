"""What a site's robots.txt allows us (RFC 9309), read by Protego behind a thin normaliser.

Protego is more generous than the RFC about which group is meant: it matches prefixes of names and lets unknown lines
end a group. So the normaliser decides which groups are ours and hands Protego only lines it knows. What a missing,
forbidden or broken robots.txt means is for the caller: RFC 9309 section 2.3.1.
"""

from __future__ import annotations

import re
from functools import lru_cache

from protego import Protego

MAX_CHARS = 512 * 1024  # RFC 9309 section 2.5 asks for 500 KiB at least
MAX_LINE_CHARS = 16 * 1024

_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_ODD_BREAKS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x85\u2028\u2029]")
_AGENT_LINE = re.compile(r"user[\s-]?agent\s*[:\s]\s*(?P<name>[^#]*)", re.IGNORECASE)
# The misspellings are those search engines forgive.
_RULE_LINE = re.compile(r"(?:allow|dis{1,2}al{1,2}ow|diasllow|disallaw|crawl[\s-]?delay)\s*[:\s]", re.IGNORECASE)
_OURS, _OTHERS = "ours", "others"


def allowed(robots_txt: str, user_agent: str, url: str) -> bool:
    """Tell whether ``robots_txt`` lets ``user_agent`` (a product name, or our whole User-Agent) fetch ``url``."""
    return bool(_rules(robots_txt, _product(user_agent)).can_fetch(url, _OURS))


def crawl_delay_s(robots_txt: str, user_agent: str) -> float | None:
    """Return the pause between fetches the site asks of us, if it asks."""
    delay: float | None = _rules(robots_txt, _product(user_agent)).crawl_delay(_OURS)
    return delay


@lru_cache(maxsize=64)
def _rules(robots_txt: str, product: str) -> Protego:
    lines = _LINE_ENDS.split(robots_txt[:MAX_CHARS].removeprefix("\ufeff"))
    return Protego.parse("\n".join(filter(None, (_normal(line, product) for line in lines))))


def _normal(line: str, product: str) -> str:
    """Return ``line`` with its agent's name decided, or an empty string for lines that are no rule."""
    line = _ODD_BREAKS.sub("", line[:MAX_LINE_CHARS]).strip()
    agent = _AGENT_LINE.match(line)
    if agent is not None:
        name = _first_token(agent["name"])
        return f"User-agent: {name if name == '*' else _OURS if name == product else _OTHERS}"
    return line if _RULE_LINE.match(line) else ""


def _first_token(name: str) -> str:
    """Return the product token of a group's agent line: sites add versions and remarks."""
    tokens = re.split(r"[\s/]", name.strip(), maxsplit=1)
    return tokens[0].lower()


def _product(user_agent: str) -> str:
    return user_agent.partition("/")[0].strip().lower()
