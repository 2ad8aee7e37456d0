"""URLs taken apart strictly and put together again, so that every later reader sees the same host.

Parsers that disagree about the host are how address filters are fooled; we therefore accept one plain form,
refuse everything else, and hand on only the rebuilt text.

Sources: RFC 3986, RFC 5891, UTS 46; WHATWG URL ("ends in a number").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import quote, urljoin

import idna
from w3lib.url import canonicalize_url

from factcheck.sources.errors import Refused
from factcheck.sources.http.addresses import parse_address

MAX_URL_CHARS = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}

# Bytes of a header that are no UTF-8 arrive as U+DC80 to U+DCFF and can be sent on; other lone surrogates cannot.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udc7f\udd00-\udfff]")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_URL = re.compile(r"[A-Za-z]+://(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?:#.*)?", re.DOTALL)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(?::(?P<port>[0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMERIC_LABEL = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
_PATH_SAFE = "/%:@!$&'()*+,;=~"
_QUERY_SAFE = _PATH_SAFE + "?[]"
_TRACKERS = re.compile(r"(?:utm_\w+|gclid|gclsrc|dclid|fbclid|msclkid|yclid|igshid|mc_cid|mc_eid)", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """One address to ask: lower-case ASCII host, explicit port, encoded path and query."""

    scheme: str
    host: str
    port: int
    path_query: str

    @property
    def origin(self) -> str:
        """``scheme://host:port``, the port always written."""
        return f"{self.scheme}://{bracketed(self.host)}:{self.port}"

    @property
    def url(self) -> str:
        """The rebuilt URL, without fragment and without a default port."""
        port = "" if self.port == DEFAULT_PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{bracketed(self.host)}{port}{self.path_query}"


def bracketed(host: str) -> str:
    """Return ``host`` as it is written in a URL: IPv6 literals in brackets."""
    return f"[{host}]" if ":" in host else host


def parse_url(url: str) -> Target:
    """Take ``url`` apart.

    Raises:
        Refused: ``bad_url``, ``scheme``, ``port`` or ``credentials``.
    """
    if len(url) > MAX_URL_CHARS or _CONTROLS.search(url):
        raise Refused("bad_url", "too long, or control characters in it")
    scheme = _scheme(url)
    parts = _URL.fullmatch(url)
    if parts is None:
        raise Refused("bad_url", "not of the form scheme://host/path")
    if "\\" in parts["authority"] or "\\" in parts["path"]:
        raise Refused("bad_url", "backslash")
    host, port = _authority(parts["authority"])
    path = quote(parts["path"] or "/", safe=_PATH_SAFE, errors="surrogateescape")
    query = quote(parts["query"] or "", safe=_QUERY_SAFE, errors="surrogateescape")
    return Target(scheme, host, DEFAULT_PORTS[scheme] if port is None else port, path + query)


def join_url(base: str, location: str) -> str:
    """Return where ``location``, found in an answer from ``base``, points to.

    Raises:
        Refused: ``bad_url`` when the two cannot be joined.
    """
    if _CONTROLS.search(location):
        raise Refused("bad_url", "control characters in Location")
    try:
        return urljoin(base, location)
    except ValueError as error:
        raise Refused("bad_url", str(error)) from error


def canonical_url(url: str) -> str:
    """Return the form under which two spellings of one address are the same source.

    Query parameters are sorted, known tracking parameters and the fragment dropped.

    Raises:
        Refused: as ``parse_url``.
    """
    target = parse_url(url)
    path, _, query = target.path_query.partition("?")
    kept = [pair for pair in query.split("&") if pair and not _TRACKERS.fullmatch(pair.partition("=")[0])]
    bare = Target(target.scheme, target.host, target.port, f"{path}?{'&'.join(kept)}" if kept else path)
    canonical: str = canonicalize_url(bare.url, keep_fragments=False)
    return canonical


def parse_origins(text: str) -> frozenset[str]:
    """Return the exact origins in a comma-separated list such as ``http://127.0.0.1:8081``.

    Raises:
        ValueError: an entry is not an origin (it has a path, a wildcard, credentials …).
    """
    entries = [entry.strip() for entry in text.split(",")]
    return frozenset(_origin(entry) for entry in entries if entry)


def _origin(entry: str) -> str:
    try:
        target = parse_url(entry)
    except Refused as error:
        raise ValueError(f"{entry!r} is not an origin: {error}") from error
    if target.path_query != "/" or entry.endswith(("/", "#", "?")):
        raise ValueError(f"{entry!r} is not an origin: it must be scheme://host:port and nothing else")
    return target.origin


def _scheme(url: str) -> str:
    match = _SCHEME.match(url)
    if match is None:
        raise Refused("bad_url", "no scheme")
    scheme = match[1].lower()
    if scheme not in DEFAULT_PORTS:
        raise Refused("scheme", scheme)
    return scheme


def _authority(authority: str) -> tuple[str, int | None]:
    if "@" in authority:
        raise Refused("credentials", "user information in the URL")
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise Refused("bad_url", "host or port not understood")
    port = int(parts["port"]) if parts["port"] else None
    if port is not None and not 0 < port < 65536:
        raise Refused("port", str(port))
    return _host(parts["host"]), port


def _host(text: str) -> str:
    if text.startswith("["):
        address = parse_address(text[1:-1])
        if not isinstance(address, IPv6Address):
            raise Refused("bad_url", "bad IPv6 literal")
        return address.compressed
    host = _ascii(text).removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused("bad_url", "not a host name")
    # 127.1, 0177.0.0.1 and 2130706433 are addresses to the C library, so only the plain form passes.
    if _NUMERIC_LABEL.fullmatch(labels[-1]) and parse_address(host) is None:
        raise Refused("bad_url", "odd spelling of an IPv4 address")
    return host


def _ascii(host: str) -> str:
    if host.isascii():
        return host.lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except UnicodeError as error:  # idna.IDNAError is one
        raise Refused("bad_url", "not an international domain name") from error
