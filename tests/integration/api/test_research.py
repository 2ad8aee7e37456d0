"""Sources by hand, inert downloads, the event stream, likenesses."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from warcio.archiveiterator import ArchiveIterator

from claims.api.research import stream
from claims.models import ReviewPolicy
from claims.services import rounds
from factcheck.sources.models import Fetch, Snapshot
from tests.contract.seeding import capture
from tests.factories import desk
from tests.factories.people import person
from tests.integration.api.client import Desk, body
from tests.problems import assert_problem

pytestmark = pytest.mark.django_db
WORDS = "No missiles are in the valley."


@pytest.fixture
def snapshot() -> Snapshot:
    claim = desk.accepted_claim()
    opened = rounds.open_round(claim_id=claim.pk, actor=person("alice"), provider_ids=[])
    return capture(opened.inquiry, "https://read.example/1", WORDS).snapshot


def drained(answer: Any) -> str:
    """Return all of a stream, which the test client closes at its end."""
    return b"".join(answer.streaming_content).decode()


def letter(**fields: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("letter.txt", b"No missiles, we wrote.", content_type="text/plain")
    return {"file": file, "title": "Letter", "obtained_from": "The ministry", **fields}


def test_uploaded_document_becomes_a_source_with_a_snapshot() -> None:
    claim = desk.accepted_claim()
    source = body(Desk("alice").upload(f"/claims/{claim.pk}/sources/", letter(note="By post.")), 201)
    assert (source["kind"], source["title"], source["note"]) == ("upload", "Letter", "By post.")
    assert source["snapshot"] is not None
    assert source["fetch"] is None


def test_upload_without_its_origin_is_refused() -> None:
    claim = desk.accepted_claim()
    answer = Desk("alice").upload(f"/claims/{claim.pk}/sources/", letter(obtained_from=""))
    assert_problem(answer, 422, "invalid", errors={"obtained_from"})
    assert not Snapshot.objects.exists()


def test_failed_fetch_is_retried_and_given_up() -> None:
    claim = desk.accepted_claim()
    alice = Desk("alice")
    source = body(alice.post(f"/claims/{claim.pk}/sources/", {"url": "https://a.example/"}), 201)
    assert source["available_actions"] == ["give_up"]
    given_up = body(alice.post(f"/sources/{source['id']}/give-up/"))
    assert (given_up["fetch"]["state"], given_up["fetch"]["reason"]) == ("failed", "given_up")
    assert given_up["available_actions"] == ["retry"]
    assert body(alice.post(f"/sources/{source['id']}/retry/"))["fetch"]["state"] == "queued"
    assert_problem(alice.post(f"/sources/{source['id']}/retry/"), 409, "not-allowed-in-state")
    assert Fetch.objects.get().state == "queued"


def test_content_is_an_inert_download(snapshot: Snapshot) -> None:
    answer = Desk("vera").get(f"/snapshots/{snapshot.pk}/content", Accept="text/html")
    assert answer.content == f"<p>{WORDS}</p>".encode()
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize("path", ["content", "text", "warc"])
def test_options_of_a_download_are_told(snapshot: Snapshot, path: str) -> None:
    vera = Desk("vera")
    assert vera.client.options(f"/api/v1/snapshots/{snapshot.pk}/{path}", headers=vera.headers).status_code == 200


def test_text_is_what_selectors_point_into(snapshot: Snapshot) -> None:
    vera = Desk("vera")
    assert vera.get(f"/snapshots/{snapshot.pk}/text").content.decode() == WORDS
    shown = body(vera.get(f"/snapshots/{snapshot.pk}/"))
    assert (shown["sha256"], shown["texts"][0]["word_count"]) == (snapshot.sha256, len(WORDS.split()))


def test_warc_holds_the_response_and_its_redirect(snapshot: Snapshot) -> None:
    answer = Desk("vera").get(f"/snapshots/{snapshot.pk}/warc")
    assert answer["Content-Type"] == "application/warc"
    records = [
        (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
        for r in ArchiveIterator(BytesIO(answer.content))
    ]
    responses = [(url, payload) for kind, url, payload in records if kind == "response"]
    assert responses == [("https://old.example/", b""), ("https://read.example/1", f"<p>{WORDS}</p>".encode())]


def test_selector_of_a_passage_can_be_sent_back_as_evidence(snapshot: Snapshot) -> None:
    alice = Desk("alice")
    claim = body(alice.get("/claims/"))["results"][0]["id"]
    passage = body(alice.get(f"/claims/{claim}/passages/"))["results"][0]
    sent = {
        "snapshot": passage["snapshot"]["id"],
        "selector": passage["selector"],
        "stance": "refutes",
        "kind": "official",
    }
    assert body(alice.post(f"/claims/{claim}/evidence/", sent), 201)["text"] == WORDS


def test_stream_of_a_settled_inquiry_says_so_and_ends(snapshot: Snapshot) -> None:
    claim = desk.submitted_claim()
    answer = Desk("vera").get(f"/claims/{claim.pk}/inquiry/stream", Accept="text/event-stream")
    assert answer["Content-Type"] == "text/event-stream"
    text = drained(answer)
    assert "event: settled\ndata: {" in text


def test_third_stream_of_a_process_is_503_until_one_ends() -> None:
    claim = desk.submitted_claim()
    vera = Desk("vera")
    open_ones = [vera.get(f"/claims/{claim.pk}/inquiry/stream") for _ in range(stream.STREAMS_A_PROCESS)]
    refused = vera.get(f"/claims/{claim.pk}/inquiry/stream")
    assert_problem(refused, 503, "unavailable")
    assert refused["Retry-After"]
    for answer in open_ones:
        drained(answer)
    again = vera.get(f"/claims/{claim.pk}/inquiry/stream")
    assert again.status_code == 200
    drained(again)


def test_head_of_a_stream_takes_no_place() -> None:
    claim = desk.submitted_claim()
    vera = Desk("vera")
    for _ in range(stream.STREAMS_A_PROCESS + 1):
        answer = vera.client.head(f"/api/v1/claims/{claim.pk}/inquiry/stream", headers=vera.headers)
        assert (answer.status_code, answer["Content-Type"], answer.streaming) == (200, "text/event-stream", False)


def test_unfinished_inquiry_streams_progress_until_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "LIFETIME_S", 0.0)
    claim = desk.accepted_claim()
    alice = Desk("alice")
    body(alice.post(f"/claims/{claim.pk}/sources/", {"url": "https://a.example/"}), 201)
    answer = alice.get(f"/claims/{claim.pk}/inquiry/stream")
    text = drained(answer)
    assert "event: progress" in text
    assert "event: settled" not in text


def test_likeness_is_confirmed_by_a_person() -> None:
    claim, other = desk.submitted_claim("The bridge is wide."), desk.submitted_claim("The bridge is very wide.")
    alice = Desk("alice")
    found = body(alice.post("/claims/match/", {"text": "Is the bridge wide?", "limit": 2}))["results"]
    assert {row["id"] for row in found} == {str(claim.pk), str(other.pk)}
    decided = body(alice.post(f"/claims/{claim.pk}/matches/", {"other": str(other.pk), "decision": "confirmed"}))
    assert (decided["state"], decided["other"]["id"], decided["decided_by"]["username"]) == (
        "confirmed",
        str(other.pk),
        "alice",
    )
    assert body(alice.get(f"/claims/{claim.pk}/matches/"))["results"] == [decided]


def test_votes_of_others_are_not_shown_while_votes_are_open() -> None:
    ReviewPolicy.objects.filter(is_current=True).update(votes_required=2)
    verdict = desk.submitted_verdict()
    body(Desk("bob").post(f"/verdicts/{verdict.pk}/vote/", {"rating": "mostly_true"}))
    seen = body(Desk("boris").get(f"/verdicts/{verdict.pk}/"))
    assert (seen["votes"], seen["votes_cast"]) == ([], 1)
    assert len(body(Desk("bob").get(f"/verdicts/{verdict.pk}/"))["votes"]) == 1
