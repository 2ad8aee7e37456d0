from __future__ import annotations

import pytest

from factcheck.sources.errors import Refused
from factcheck.sources.http import canonical_url, parse_origins, parse_url
from factcheck.sources.http.urls import join_url


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "scheme"),
        ("gopher://127.0.0.1:6379/_INFO", "scheme"),
        ("data:text/html,hi", "scheme"),
        ("javascript:alert(1)", "scheme"),
        (".evil/", "bad_url"),
        ("", "bad_url"),
        ("http:/public.test/", "bad_url"),
        ("http://", "bad_url"),
        ("http:///path", "bad_url"),
        ("http://public.test\r", "bad_url"),
        ("http://public.test/a\r\nHost: x", "bad_url"),
        (" http://public.test/", "bad_url"),
        ("http://127.1/", "bad_url"),
        ("http://0177.0.0.1/", "bad_url"),
        ("http://0x7f.1/", "bad_url"),
        ("http://a.example/\ud800", "bad_url"),
        ("http://a.example/?q=\udfff", "bad_url"),
        ("http://2130706433/", "bad_url"),
        ("http://1.2.3.4.5/", "bad_url"),
        ("http://%6c%6f%63%61%6c%68%6f%73%74/", "bad_url"),
        ("http://127.0.0.1\\@public.test/", "bad_url"),
        ("http://public.test\\@127.0.0.1/", "bad_url"),
        ("http://public.test/\\evil", "bad_url"),
        ("http://user:pw@public.test/", "credentials"),
        ("http://@public.test/", "credentials"),
        ("http://public.test:65536/", "port"),
        ("http://public.test:0/", "port"),
        ("http://public.test:８０/", "bad_url"),
        ("http://[::1/", "bad_url"),
        ("http://[fe80::1%25eth0]/", "bad_url"),
        ("http://[1.2.3.4]/", "bad_url"),
        ("http://a..b/", "bad_url"),
        ("http://a b/", "bad_url"),
        ("http://" + "a" * 64 + ".test/", "bad_url"),
        ("http://public.test/" + "a" * 5000, "bad_url"),
    ],
)
def test_odd_urls_are_refused(url: str, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_url(url)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("url", "rebuilt"),
    [
        ("HTTP://Example.COM", "http://example.com/"),
        ("https://example.com:443/a?b=c#d", "https://example.com/a?b=c"),
        ("http://example.com:8080?x", "http://example.com:8080/?x"),
        ("http://example.com./", "http://example.com/"),
        ("http://bücher.example/ä b?q=ü[]", "http://xn--bcher-kva.example/%C3%A4%20b?q=%C3%BC[]"),
        ("http://\uff11\uff12\uff17.0.0.1/", "http://127.0.0.1/"),
        ("http://[2606:4700:0:0::1111]:80/", "http://[2606:4700::1111]/"),
        ("http://a_b.example/%7Efoo%2Fbar", "http://a_b.example/%7Efoo%2Fbar"),
    ],
)
def test_urls_are_rebuilt_in_one_form(url: str, rebuilt: str) -> None:
    assert parse_url(url).url == rebuilt


def test_spellings_of_one_page_share_a_canonical_url() -> None:
    tracked = "HTTPS://Example.com:443/a?utm_source=x&b=2&a=1&fbclid=3&UTM_Medium=y#frag"
    assert canonical_url(tracked) == canonical_url("https://example.com/a?a=1&b=2") == "https://example.com/a?a=1&b=2"


def test_parameters_that_only_look_like_trackers_stay() -> None:
    assert canonical_url("https://example.com/?utm=1&gclids=2&v=") == "https://example.com/?gclids=2&utm=1&v="


def test_redirect_targets_are_joined_before_they_are_checked() -> None:
    assert join_url("http://a.test/b/c", "../d") == "http://a.test/d"
    with pytest.raises(Refused):
        join_url("http://a.test/", "http://b.test/\n")


def test_origins_are_exact() -> None:
    assert parse_origins(" http://127.0.0.1:8081,https://[::1]:9443 ,, http://localhost") == {
        "http://127.0.0.1:8081",
        "https://[::1]:9443",
        "http://localhost:80",
    }
    assert parse_origins("") == frozenset()


@pytest.mark.parametrize(
    "entry",
    [
        "http://a.test/",
        "http://a.test/x",
        "http://*:80",
        "a.test:80",
        "ftp://a.test",
        "http://u@a.test",
        "http://a.test?",
    ],
)
def test_anything_but_an_origin_is_a_configuration_error(entry: str) -> None:
    with pytest.raises(ValueError, match="not an origin"):
        parse_origins(entry)
