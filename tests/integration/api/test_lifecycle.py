"""One claim from an article to a corrected fact-check, over HTTP with tokens alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

from config.demo.origins import Origins, serve
from factcheck.core.services import deliveries, enqueue
from factcheck.sources import http
from factcheck.sources.models import Provider
from factcheck.sources.services import analysing, fetching, searching
from tests.factories import desk
from tests.integration.api.client import Desk, body

pytestmark = pytest.mark.django_db(transaction=True)

CLAIM = "There are no proposals from the US or Nato to place missiles in Ukraine or deploy troops there"


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch) -> Iterator[Origins]:
    """The sample archive, which the door may reach; workers run when the test says."""
    monkeypatch.setattr(enqueue, "ring", lambda task: True)
    desk.seed()
    cache.clear()
    before = http.current_settings()
    with serve() as origins:
        private = http.parse_origins(origins.private_origins)
        http.configure(http.DoorSettings(allowed_private_origins=private))
        yield origins
    http.configure(before)


def work() -> None:
    """Do what workers do until nothing is due."""
    services = (deliveries.run_due, searching.run_due, fetching.run_due, analysing.run_due)
    while sum(run(time_slice_s=30) for run in services):
        pass


def claim_from_article(alice: Desk, url: str) -> Any:
    article = body(alice.post("/articles/", {"url": url}), 202)
    assert article["text"] == ""
    work()
    article = body(alice.get(f"/articles/{article['id']}/"))
    found = body(alice.get(f"/articles/{article['id']}/suggestions/?page_size=200"))["results"]
    assert all(article["text"][row["start"] : row["end"]] == row["quote"] for row in found)
    wanted = next(row for row in found if CLAIM in row["quote"])
    return body(alice.post(f"/suggestions/{wanted['id']}/accept/", {"text": CLAIM}), 201)


def adopt_best(alice: Desk, claim: str) -> Any:
    assert body(alice.get(f"/claims/{claim}/inquiry/"))["state"] == "settled"
    passages = body(alice.get(f"/claims/{claim}/passages/"))["results"]
    assert [row["score"] for row in passages] == sorted((row["score"] for row in passages), reverse=True)
    best = {"passage": passages[0]["id"], "stance": "supports", "kind": "official"}
    return body(alice.post(f"/claims/{claim}/evidence/", best), 201)


def approve(author: Desk, reviewer: Desk, verdict: Any) -> Any:
    submitted = author.post(f"/verdicts/{verdict['id']}/submit/", If_Match=f'"{verdict["version"]}"')
    assert body(submitted)["state"] == "in_review"
    vote = {"rating": body(submitted)["rating"]["key"], "reason": "I read the same."}
    return body(reviewer.post(f"/verdicts/{verdict['id']}/vote/", vote))


def publish(editor: Desk, verdict: Any) -> Any:
    return body(editor.post(f"/verdicts/{verdict['id']}/publish/", If_Match=f'"{verdict["version"]}"'))


def test_article_becomes_a_published_check_and_is_corrected(archive: Origins) -> None:
    alice, bob, carol = Desk("alice"), Desk("bob"), Desk("carol")
    for kind, name, base_url in archive.accounts:
        Provider.objects.create(kind=kind, name=name, base_url=base_url)

    claim = claim_from_article(alice, archive.sample_url)["id"]
    assert body(bob.post(f"/claims/{claim}/accept/"))["stage"] == "triaged"
    assert body(alice.post(f"/claims/{claim}/assign/", {"user": str(alice.user.pk)}))["stage"] == "researching"
    body(alice.post(f"/claims/{claim}/inquiry/", {"providers": [], "urls": list(archive.given_urls)}), 201)
    work()
    evidence = adopt_best(alice, claim)
    draft = {"rating": "mostly_true", "summary": "So it was.", "justification": "See.", "evidence": [evidence["id"]]}
    verdict = body(alice.post(f"/claims/{claim}/verdicts/", draft), 201)
    first = publish(carol, approve(alice, bob, verdict))
    assert (first["state"], body(alice.get(f"/claims/{claim}/"))["stage"]) == ("published", "published")

    asked = {"kind": "verdict_changed", "note": "A treaty draft came to light."}
    correction = body(carol.post(f"/verdicts/{first['id']}/correct/", asked), 201)
    edit = carol.patch(f"/verdicts/{correction['id']}/", {"rating": "true"}, If_Match=f'"{correction["version"]}"')
    second = publish(Desk("clara"), approve(carol, bob, body(edit)))

    old = body(alice.get(f"/verdicts/{first['id']}/"))
    assert (old["state"], old["rating"]["key"], old["summary"]) == ("superseded", "mostly_true", "So it was.")
    assert (second["state"], second["rating"]["key"]) == ("published", "true")
    assert second["correction"]["note"] == asked["note"]
    actions = [row["action"] for row in body(alice.get(f"/claims/{claim}/events/?page_size=200"))["results"]]
    assert actions.count("verdict.published") == 2
    work()
    assert body(alice.get("/stats/"))["corrections"]["verdict_changed"] == 1
