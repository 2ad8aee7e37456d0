"""The Google Fact Check Tools client against a loopback server that speaks claims:search."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from factcheck.sources.providers import Found, ProviderFailed, ProviderRefused
from tests.unit.sources.providers.wire import Answer, Asked, as_json, question, search, served


def claim(number: int, **changes: Any) -> dict[str, Any]:
    review = {
        "publisher": {"name": "Checkers", "site": "checkers.example"},
        "url": f"https://checkers.example/{number}",
        "title": f"Check <b>{number}</b>",
        "reviewDate": "2021-12-20T00:00:00Z",
        "textualRating": "False",
        "languageCode": "en",
    }
    return {"text": f"Claim {number}", "claimant": "X", "claimReview": [review | changes]}


def api(asked: Asked) -> Answer:
    start = int(asked.parameters.get("pageToken", "0"))
    size = int(asked.parameters["pageSize"])
    answer: dict[str, Any] = {"claims": [claim(number) for number in range(start, min(start + size, 60))]}
    if start + size < 60:
        answer["nextPageToken"] = str(start + size)
    return as_json(answer)


def ask(base_url: str, **changes: Any) -> list[Found]:
    return search("google_factcheck", question(**changes), f"{base_url}/v1alpha1", api_key="s3cret")


def test_a_review_is_found_with_its_rating() -> None:
    with served(api) as peer:
        found = ask(peer.origin, limit=1)
    published = datetime(2021, 12, 20, tzinfo=UTC)
    assert found == [Found("https://checkers.example/0", "Check 0", "Claim 0 — False — Checkers", published)]


def test_the_key_travels_in_a_header_and_never_in_the_url() -> None:
    with served(api) as peer:
        ask(peer.origin)
    assert peer.asked[0].path == "/v1alpha1/claims:search"
    assert peer.asked[0].headers["X-Goog-Api-Key"] == "s3cret"
    assert "s3cret" not in str(peer.asked[0].parameters)
    assert peer.asked[0].parameters["languageCode"] == "en"


def test_a_redirect_to_another_origin_does_not_carry_the_key() -> None:
    with served(lambda _: as_json({})) as other:
        moved = Answer(b"", 302, {"Location": f"{other.origin}/x"})
        with served(lambda _: moved) as peer:
            allowed = (peer.origin, other.origin)
            search("google_factcheck", question(), peer.origin, api_key="s3cret", allowed=allowed)
    assert "s3cret" not in str(other.asked)
    assert len(other.asked) == 1


def test_paging_repeats_every_parameter() -> None:
    with served(api) as peer:
        found = ask(peer.origin, limit=60)
    assert len(found) == 60
    without_token = [{**asked.parameters, "pageToken": ""} for asked in peer.asked]
    assert without_token[0] == without_token[1] == without_token[2]
    assert [asked.parameters.get("pageToken") for asked in peer.asked] == [None, "25", "50"]


def test_paging_ends_although_the_server_repeats_its_token() -> None:
    with served(lambda _: as_json({"nextPageToken": "again"})) as peer:
        assert ask(peer.origin) == []
    assert len(peer.asked) == 2


def test_an_empty_answer_is_an_empty_object() -> None:
    with served(lambda _: as_json({})) as peer:
        assert ask(peer.origin) == []


def test_reviews_outside_the_window_or_without_address_are_left_out() -> None:
    claims = [claim(1), claim(2, reviewDate="2020-01-01T00:00:00Z"), claim(3, reviewDate=None), claim(4, url=None)]
    with served(lambda _: as_json({"claims": claims})) as peer:
        found = ask(peer.origin, since=date(2021, 1, 1))
    assert [review.url[-1] for review in found] == ["1", "3"]


def test_without_a_key_nothing_is_asked() -> None:
    with served(api) as peer, pytest.raises(ProviderRefused) as caught:
        search("google_factcheck", question(), peer.origin)
    assert caught.value.reason == "no_key"
    assert peer.asked == []


def error(code: int, status: str, **detail: Any) -> Answer:
    body = as_json({"error": {"code": code, "message": "No.", "status": status, "details": [detail]}}).body
    return Answer(body, code)


@pytest.mark.parametrize(
    ("answer", "reason", "retry_after_s"),
    [
        (error(429, "RESOURCE_EXHAUSTED", retryDelay="33.5s"), "quota", 33),
        (error(403, "PERMISSION_DENIED", reason="RATE_LIMIT_EXCEEDED"), "quota", None),
        (error(403, "PERMISSION_DENIED", reason="SERVICE_DISABLED"), "not_authorised", None),
        (error(400, "INVALID_ARGUMENT", reason="API_KEY_INVALID"), "not_authorised", None),
    ],
)
def test_a_spent_quota_and_a_wrong_key_refuse(answer: Answer, reason: str, retry_after_s: int | None) -> None:
    with served(lambda _: answer) as peer, pytest.raises(ProviderRefused) as caught:
        ask(peer.origin)
    assert (caught.value.reason, caught.value.retry_after_s) == (reason, retry_after_s)


def test_a_question_the_api_does_not_understand_fails() -> None:
    with served(lambda _: error(400, "INVALID_ARGUMENT")) as peer, pytest.raises(ProviderFailed) as caught:
        ask(peer.origin)
    assert caught.value.reason == "http_400"


def test_an_error_with_http_200_fails() -> None:
    broken = as_json({"error": {"code": 500, "message": "No."}})
    with served(lambda _: broken) as peer, pytest.raises(ProviderFailed) as caught:
        ask(peer.origin)
    assert caught.value.reason == "provider_error"


@pytest.mark.parametrize(
    "value",
    [
        {"claims": {}},
        {"claims": [1]},
        {"claims": [{"claimReview": {}}]},
        {"claims": [{"claimReview": [{"url": 5}]}]},
        {"claims": [{"text": ["x"], "claimReview": [{"url": "https://a.example/"}]}]},
        {"nextPageToken": 5},
    ],
)
def test_wrong_types_are_a_bad_answer(value: Any) -> None:
    with served(lambda _: as_json(value)) as peer, pytest.raises(ProviderFailed) as caught:
        ask(peer.origin)
    assert caught.value.reason == "bad_answer"
