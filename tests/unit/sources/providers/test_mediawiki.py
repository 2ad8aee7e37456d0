"""MediaWiki search against a loopback wiki that speaks the Action API."""

from __future__ import annotations

import html
from typing import Any

import pytest

from factcheck.sources.providers import Found, ProviderFailed, ProviderRefused
from tests.unit.sources.providers.wire import Answer, Asked, as_json, question, search, served

TITLES = {number: f"Missile treaty {number}" if number != 7 else "Café & missiles" for number in range(1, 121)}


def wiki(asked: Asked) -> Answer:
    given = asked.parameters
    assert asked.path == "/w/api.php"
    assert given["action"] == "query"
    assert given["formatversion"] == "2"
    if given.get("list") == "search":
        return _search(given)
    pages = [_page(int(number), asked) for number in reversed(given["pageids"].split("|"))]
    return as_json({"batchcomplete": True, "query": {"pages": pages}})


def _search(given: dict[str, str]) -> Answer:
    words = given["srsearch"].lower().split(" or ")
    hits = [
        {"ns": 0, "pageid": number, "title": title, "snippet": _snippet(title)}
        for number, title in TITLES.items()
        if any(word in title.lower() for word in words)
    ]
    start, size = int(given["sroffset"]), int(given["srlimit"])
    answer: dict[str, Any] = {"query": {"search": hits[start : start + size]}}
    if start + size < len(hits):
        answer["continue"] = {"sroffset": start + size, "continue": "-||"}
    return as_json(answer)


def _snippet(title: str) -> str:
    return html.escape(title).replace("issile", '<span class="searchmatch">issile</span>')


def _page(number: int, asked: Asked) -> dict[str, Any]:
    if number == 3:
        return {"pageid": 3, "missing": True}
    url = f"http://{asked.headers['Host']}/wiki/Page_{number}"
    return {"pageid": number, "title": TITLES[number], "lastrevid": 1000 + number, "fullurl": url}


def test_pages_are_pinned_to_their_revision_and_free_of_markup() -> None:
    with served(wiki) as peer:
        found = search("mediawiki", question("Café missiles", limit=10), f"{peer.origin}/w/api.php")
    assert found[0] == Found(f"{peer.origin}/wiki/Page_7?oldid=1007", "Café & missiles", "Café & missiles", None)


def test_words_are_joined_by_or_because_a_whole_claim_would_match_nothing() -> None:
    with served(wiki) as peer:
        search("mediawiki", question("There are no missiles in Ukraine"), f"{peer.origin}/w/api.php")
    assert peer.asked[0].parameters["srsearch"] == "missiles OR ukraine"
    assert peer.asked[0].parameters["maxlag"] == "5"


def test_paging_goes_on_to_the_limit_and_skips_a_page_that_vanished() -> None:
    with served(wiki) as peer:
        found = search("mediawiki", question("missile treaty", limit=80), f"{peer.origin}/w/api.php")
    assert len(found) == 79
    assert found[0].title == "Missile treaty 1"
    assert [asked.parameters["sroffset"] for asked in peer.asked if "sroffset" in asked.parameters] == ["0", "50"]
    assert all(len(asked.parameters.get("pageids", "").split("|")) <= 50 for asked in peer.asked)


def test_paging_ends_when_the_wiki_repeats_its_offset() -> None:
    def stuck(asked: Asked) -> Answer:
        return as_json({"query": {"search": []}, "continue": {"sroffset": 0}})

    with served(stuck) as peer:
        assert search("mediawiki", question(), f"{peer.origin}/w/api.php") == []
    assert len(peer.asked) == 1


def test_no_hit_is_an_empty_list() -> None:
    with served(wiki) as peer:
        assert search("mediawiki", question("xylophone"), f"{peer.origin}/w/api.php") == []
    assert len(peer.asked) == 1


def test_a_query_of_idle_words_asks_nothing() -> None:
    with served(wiki) as peer:
        assert search("mediawiki", question("that it is not"), f"{peer.origin}/w/api.php") == []
    assert peer.asked == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [("maxlag", "overloaded"), ("ratelimited", "rate_limited"), ("internal_api_error", "provider_error")],
)
def test_an_error_with_http_200_fails_with_the_wait_asked_for(code: str, reason: str) -> None:
    answer = as_json({"error": {"code": code, "info": "Waiting for a host"}}, **{"Retry-After": "7"})
    with served(lambda _: answer) as peer, pytest.raises(ProviderFailed) as caught:
        search("mediawiki", question(), f"{peer.origin}/w/api.php")
    assert (caught.value.reason, caught.value.retry_after_s) == (reason, 7)


def test_a_closed_wiki_refuses() -> None:
    answer = as_json({"error": {"code": "readapidenied", "info": "You need read permission"}})
    with served(lambda _: answer) as peer, pytest.raises(ProviderRefused) as caught:
        search("mediawiki", question(), f"{peer.origin}/w/api.php")
    assert caught.value.reason == "not_authorised"


@pytest.mark.parametrize(
    "value",
    [
        {"query": []},
        {"query": {"search": {}}},
        {"query": {"search": ["x"]}},
        {"query": {"search": [{"pageid": "1"}]}},
        {"query": {"search": [{"pageid": True}]}},
        {"query": {"search": []}, "continue": "more"},
        {"error": "down"},
        [],
    ],
)
def test_wrong_types_are_a_bad_answer(value: Any) -> None:
    with served(lambda _: as_json(value)) as peer, pytest.raises(ProviderFailed) as caught:
        search("mediawiki", question(), f"{peer.origin}/w/api.php")
    assert caught.value.reason == "bad_answer"
