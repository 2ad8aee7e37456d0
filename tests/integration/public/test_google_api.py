"""/v1alpha1: clients of Google's Fact Check Tools API find what they expect."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from claims.models import PublicPage
from tests.factories import desk
from tests.integration.public.conftest import Get, page_of

pytestmark = pytest.mark.django_db
SEARCH = "/v1alpha1/claims:search"


def read(response: Any) -> dict[str, Any]:
    return json.loads(response.content)


def assert_refused(response: Any, code: int, status: str) -> None:
    assert response.status_code == code
    assert response["Content-Type"].startswith("application/json")
    error = read(response)["error"]
    assert (error["code"], error["status"]) == (code, status)
    assert error["message"]


def test_search_answers_in_googles_shape(get: Get, published: PublicPage) -> None:
    for path in (SEARCH, "/v1alpha1/claims%3Asearch"):
        (claim,) = read(get(path, data={"query": "missiles in the valley", "key": "any"}))["claims"]
        assert claim["text"] == desk.CLAIM_TEXT
        assert claim["claimant"] == "Minister Example"
        (review,) = claim["claimReview"]
        assert review["textualRating"] == "Mostly true"
        assert review["url"] == f"{settings.SITE_URL}/factchecks/{published.slug}/"
        assert review["languageCode"] == "en"


def test_empty_answer_is_an_empty_object(get: Get, published: PublicPage) -> None:
    assert read(get(SEARCH, data={"query": "zebra"})) == {}
    assert read(get(SEARCH, data={"query": "missiles", "reviewPublisherSiteFilter": "other.example"})) == {}


def test_filters_apply(get: Get, published: PublicPage) -> None:
    PublicPage.objects.update(published_at=published.published_at - timedelta(days=10))
    found = {"query": "missiles"}
    assert read(get(SEARCH, data={**found, "languageCode": "en", "maxAgeDays": "30"}))["claims"]
    assert read(get(SEARCH, data={**found, "languageCode": "fr"})) == {}
    assert read(get(SEARCH, data={**found, "maxAgeDays": "5"})) == {}
    assert read(get(SEARCH, data={"reviewPublisherSiteFilter": settings.SITE_URL}))["claims"]


def test_retracted_check_is_not_found(get: Get, retracted: PublicPage) -> None:
    assert read(get(SEARCH, data={"query": "missiles"})) == {}
    assert read(get("/v1alpha1/pages")) == {}


def test_pages_of_results_follow_the_token_to_the_end(get: Get, three: list[PublicPage]) -> None:
    asked, texts = {"query": "town", "pageSize": "2"}, []
    answer = read(get(SEARCH, data=asked))
    while True:
        texts += [claim["text"] for claim in answer["claims"]]
        if "nextPageToken" not in answer:
            break
        answer = read(get(SEARCH, data={**asked, "pageToken": answer["nextPageToken"]}))
    assert len(set(texts)) == len(texts) == 3
    assert len(read(get(SEARCH, data={**asked, "offset": "2"}))["claims"]) == 1


def test_token_is_bound_to_the_other_parameters(get: Get, three: list[PublicPage]) -> None:
    token = read(get(SEARCH, data={"query": "town", "pageSize": "2"}))["nextPageToken"]
    other = get(SEARCH, data={"query": "bridge", "pageSize": "2", "pageToken": token}, status=400)
    assert_refused(other, 400, "INVALID_ARGUMENT")
    same = get(SEARCH, data={"query": "town", "pageSize": "2", "pageToken": token, "key": "k", "prettyPrint": "1"})
    assert len(read(same)["claims"]) == 1


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"query": "x", "pageSize": "-1"},
        {"query": "x", "pageSize": "ten"},
        {"query": "x", "offset": "99999999999"},
        {"query": "x", "maxAgeDays": "1.5"},
        {"query": "x", "pageToken": "garbage"},
        {"query": "x", "alt": "media"},
        {"query": "x", "colour": "red"},
        {"query": "x" * 2001},
    ],
)
def test_bad_parameters_are_invalid_arguments(get: Get, query: dict[str, str]) -> None:
    assert_refused(get(SEARCH, data=query, status=400), 400, "INVALID_ARGUMENT")


def test_long_request_may_come_as_post(client: Client, published: PublicPage) -> None:
    csrf_strict = Client(enforce_csrf_checks=True)
    body = urlencode({"query": "missiles " * 200})
    response = csrf_strict.post(
        SEARCH,
        body,
        content_type="application/x-www-form-urlencoded",
        headers={"x-http-method-override": "GET"},
    )
    assert response.status_code == 200
    assert read(response)["claims"]


def test_pages_are_listed_and_read(get: Get, three: list[PublicPage]) -> None:
    url = f"{settings.SITE_URL}/factchecks/{three[1].slug}/"
    (page,) = read(get("/v1alpha1/pages", data={"url": url}))["claimReviewMarkupPages"]
    assert page["name"] == f"pages/{three[1].slug}"
    assert page["claimReviewMarkups"][0]["rating"]["textualRating"] == "Mostly true"
    assert read(get(f"/v1alpha1/{page['name']}")) == page
    assert len(read(get("/v1alpha1/pages", data={"organization": settings.SITE_NAME}))["claimReviewMarkupPages"]) == 3
    assert read(get("/v1alpha1/pages", data={"url": "https://other.example/"})) == {}


def test_what_is_not_there_is_not_found_in_googles_shape(get: Get) -> None:
    assert_refused(get("/v1alpha1/pages/none", status=404), 404, "NOT_FOUND")
    assert_refused(get("/v1alpha1/claims:imageSearch?imageUri=x", status=404), 404, "NOT_FOUND")


def test_nobody_writes_pages_through_it(published: PublicPage) -> None:
    client = Client(enforce_csrf_checks=True)
    before = PublicPage.objects.values().get()
    path = f"/v1alpha1/pages/{published.slug}"
    for response in (client.post("/v1alpha1/pages", {}), client.put(path, {}), client.delete(path)):
        assert_refused(response, 501, "UNIMPLEMENTED")
    assert PublicPage.objects.values().get() == before


def test_search_is_one_query_cacheable_and_answers_304(
    get: Get, three: list[PublicPage], django_assert_num_queries
) -> None:
    with django_assert_num_queries(1):
        first = get(SEARCH, data={"query": "town"})
    assert first["Cache-Control"] == "public, max-age=60"
    get(SEARCH, data={"query": "town"}, status=304, headers={"if-none-match": first["ETag"]})


def test_language_of_a_check_covers_its_regions(get: Get) -> None:
    page_of(desk.published_verdict(desk.accepted_claim("The quay was flooded.", language="en-GB")))
    assert read(get(SEARCH, data={"query": "quay", "languageCode": "en"}))["claims"]
    assert read(get(SEARCH, data={"query": "quay", "languageCode": "en-US"})) == {}
