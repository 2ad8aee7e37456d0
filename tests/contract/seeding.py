"""A desk with something in every state, so that generated calls meet what they are about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from claims.models import Article, Precedent
from claims.services import articles, assignments, matching, rounds, sources
from claims.services.articles import NewArticle
from factcheck.core.services import deliveries
from factcheck.sources import archive
from factcheck.sources.models import ContextSource, Fetch, Finding, Passage, Provider, Ranking, Snapshot, SnapshotText
from factcheck.sources.services.uploads import Provenance
from tests.factories import desk
from tests.factories.people import CAST, person

ARTICLE = (
    "Minister Jane Smith said that unemployment fell by 12 percent in 2021. "
    "The city spent 4 million euros on the bridge last year, according to the report. "
    "The bank raised its rate to 5 percent in March 2022, the governor said.\n"
)


def seed_desk(*, rows_each: int = 3) -> None:
    """Write ``rows_each`` objects in every state of every machine, through services where there is one."""
    desk.seed()
    for name in CAST:
        person(name)
    Provider.objects.create(kind="feed", name="Wire", base_url="https://wire.example/feed", is_enabled=False)
    Precedent.objects.create(external_id="x-1", text="No missiles are placed in the valley.", rating="False")
    for number in range(rows_each):
        _articles(number)
        _verdicts()
        _claims(number)
    _research(rows_each)


def _articles(number: int) -> None:
    articles.add_article(new=NewArticle(title=f"Article {number}", text=ARTICLE), actor=person("alice"))
    while deliveries.run_due(time_slice_s=30):
        pass
    assert Article.objects.latest("id").suggestions.exists()


def _claims(number: int) -> None:
    for make in (desk.submitted_claim, desk.accepted_claim, desk.declined_claim):
        make(f"The valley holds {number} missiles.")
    duplicate = desk.duplicate_claim()
    matching.decide_match(
        claim_id=duplicate.pk,
        kind="claim",
        other_id=duplicate.duplicate_of_id or 0,
        decision="confirmed",
        actor=person("bob"),
    )
    taken = desk.accepted_claim("The valley is wide.")
    assignments.assign(claim_id=taken.pk, user_id=person("carol").pk, actor=person("carol"))


def _verdicts() -> None:
    desk.drafted_verdict(by="carol")
    desk.submitted_verdict(by="carol")
    desk.submitted_verdict()
    desk.adopted_evidence(desk.accepted_claim(), by="carol")
    desk.split_verdict()
    desk.approved_verdict()
    desk.published_verdict()
    desk.retraction_asked()
    desk.correction_draft(by="carol")
    desk.superseded_verdict()
    desk.returned_verdict()


def _research(rows_each: int) -> None:
    claim = desk.accepted_claim("There are missiles in the valley.")
    opened = rounds.open_round(claim_id=claim.pk, actor=person("alice"), provider_ids=[], urls=[])
    provenance = Provenance(title="Letter", obtained_from="The ministry")
    for number in range(rows_each):
        sources.add_upload(
            claim_id=claim.pk,
            data=f"Letter {number}: no missiles are in the valley.".encode(),
            content_type="text/plain",
            provenance=provenance,
            actor=person("alice"),
        )
        sources.add_url(claim_id=claim.pk, url=f"https://waiting.example/{number}", actor=person("alice"))
        failed = sources.add_url(claim_id=claim.pk, url=f"https://failing.example/{number}", actor=person("alice"))
        Fetch.objects.filter(source=failed).update(state="failed", reason="http_500", finished_at=timezone.now())
        capture(opened.inquiry, f"https://read.example/{number}", f"No missiles are in the valley. Page {number}.")
    Fetch.objects.filter(state="queued").update(next_attempt_at=timezone.now() + timedelta(days=1))


def capture(inquiry: Any, url: str, words: str) -> SnapshotText:
    """Return the text of a page that was found, fetched, read and ranked for ``inquiry``."""
    source, _ = ContextSource.objects.get_or_create(url=url, defaults={"kind": "web", "title": "Read"})
    Finding.objects.get_or_create(inquiry=inquiry, source=source, defaults={"person": person("alice")})
    body = f"<p>{words}</p>".encode()
    stored = archive.store(body)
    now = timezone.now()
    fetch = Fetch.objects.create(source=source, host="read.example", state="fetched", finished_at=now)
    snapshot = Snapshot.objects.create(
        source=source,
        fetch=fetch,
        sha256=stored.sha256,
        payload_sha256=stored.sha256,
        size_bytes=stored.size_bytes,
        content_type="text/html",
        final_url=url,
        http_status=200,
        http_reason="OK",
        headers=[["Content-Type", "text/html"]],
        hops=[{"url": "https://old.example/", "status": 301, "location": url}],
        captured_at=now,
    )
    text = SnapshotText.objects.create(
        snapshot=snapshot,
        extractor="test-1",
        text=words,
        sha256=archive.sha256_of(words.encode()),
        word_count=len(words.split()),
    )
    passage = Passage.objects.create(snapshot_text=text, start=0, end=len(words))
    Ranking.objects.create(
        inquiry=inquiry, passage=passage, score=0.5, reasons=["shares words"], model="m-1", input_sha256="0" * 64
    )
    return text
