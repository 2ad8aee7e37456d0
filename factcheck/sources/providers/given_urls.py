"""Addresses people typed themselves, one a line. Nothing is asked of the network; the door judges each when fetched."""

from __future__ import annotations

from urllib.parse import urlsplit

from factcheck.sources.http import Door
from factcheck.sources.providers.answers import web_url
from factcheck.sources.providers.base import Account, Found, ProviderRefused, Query

MAX_URLS = 50
MAX_CHARACTERS = 150_000


class GivenUrls:
    """What a person asked for, in their order; neither window nor ``limit`` drops any of it."""

    kind = "urls"
    label = "Addresses given by people"
    needs_key = False

    async def search(self, query: Query, account: Account, door: Door) -> list[Found]:  # noqa: ARG002
        """Return each address once.

        Raises:
            ProviderRefused: ``too_many_urls``, or ``bad_url`` naming the line.
        """
        return [Found(url=url, title="", snippet="", published_at=None) for url in urls_in(query.text)]


def urls_in(text: str) -> list[str]:
    """Return the addresses in ``text``, one a line, without blank lines and repetitions.

    Raises:
        ProviderRefused: ``too_many_urls`` beyond MAX_URLS, ``bad_url`` when a line is no plain web address.
    """
    if len(text) > MAX_CHARACTERS:
        raise ProviderRefused("too_many_urls", f"at most {MAX_CHARACTERS} characters")
    urls: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        url = web_url(line)
        if url is None:
            raise ProviderRefused("bad_url", f"line {number} is not an http or https address")
        if "@" in urlsplit(url).netloc:
            raise ProviderRefused("bad_url", f"line {number} carries a user name or password")
        urls[url] = None
    if len(urls) > MAX_URLS:
        raise ProviderRefused("too_many_urls", f"at most {MAX_URLS} addresses a round")
    return list(urls)
