"""Ways of finding sources. Adding one is one module and one line here: docs/how-to/add-a-provider.md."""

from __future__ import annotations

from factcheck.sources.providers.base import (
    Account,
    Found,
    ProviderFailed,
    ProviderKind,
    ProviderRefused,
    Query,
)
from factcheck.sources.providers.feed import Feed
from factcheck.sources.providers.given_urls import GivenUrls
from factcheck.sources.providers.google_factcheck import GoogleFactCheck
from factcheck.sources.providers.mediawiki import MediaWiki
from factcheck.sources.providers.newsroom_archive import NewsroomArchive

_ALL: tuple[ProviderKind, ...] = (
    MediaWiki(),
    Feed(),
    NewsroomArchive(),
    GoogleFactCheck(),
    GivenUrls(),
)
KINDS: dict[str, ProviderKind] = {provider.kind: provider for provider in _ALL}

__all__ = ["KINDS", "Account", "Found", "ProviderFailed", "ProviderKind", "ProviderRefused", "Query"]
