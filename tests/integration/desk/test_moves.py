"""Forms of the desk call services; what is refused says why, changes nothing and loses nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from claims.models import Article, Claim, Evidence, Suggestion, Verdict
from claims.services import drafts
from factcheck.core.models import AuditEvent
from factcheck.sources.models import ContextSource, Fetch
from tests.factories import desk
from tests.factories.people import person
from tests.integration.desk.conftest import SignIn


def _do(sign_in: SignIn, who: str, kind: str, pk: int, name: str, /, **data: object) -> HttpResponse:
    return sign_in(who).post(reverse(f"desk:{kind}-action", args=[pk, name]), data)


def _page(answer: HttpResponse) -> str:
    return answer.content.decode()


def test_a_claim_is_submitted(sign_in: SignIn) -> None:
    answer = sign_in("alice").post(
        reverse("desk:new-claim"), {"text": "Grass is blue.", "claimant": "Ann", "tags": "colour, grass"}
    )
    claim = Claim.objects.get()
    assert answer["Location"] == reverse("desk:claim", args=[claim.pk])
    assert claim.tags == ["colour", "grass"]


def test_a_claim_that_breaks_a_rule_is_shown_again_as_typed(sign_in: SignIn) -> None:
    answer = sign_in("alice").post(
        reverse("desk:new-claim"), {"text": "Grass is blue.", "claim_date": "2999-01-01", "claimant": "Ann Typed"}
    )
    assert answer.status_code == 422
    assert "This lies in the future." in _page(answer)
    assert "Ann Typed" in _page(answer)
    assert not Claim.objects.exists()


def test_a_viewer_submits_nothing(sign_in: SignIn) -> None:
    assert sign_in("vera").post(reverse("desk:new-claim"), {"text": "x"}).status_code == 403
    assert not Claim.objects.exists()


def test_a_reviewer_accepts_and_is_told(sign_in: SignIn) -> None:
    claim = desk.submitted_claim()
    answer = _do(sign_in, "bob", "claim", claim.pk, "accept", version=claim.version)
    assert answer.status_code == 302
    claim.refresh_from_db()
    assert claim.state == "accepted"


@pytest.mark.parametrize("who", ["vera", "alice", "anne"])
def test_accepting_is_refused_below_reviewer_and_to_administrators(sign_in: SignIn, who: str) -> None:
    claim = desk.submitted_claim()
    trail = AuditEvent.objects.count()
    answer = _do(sign_in, who, "claim", claim.pk, "accept", version=claim.version)
    assert answer.status_code == 403
    assert "This needs the role reviewer." in _page(answer)
    claim.refresh_from_db()
    assert claim.state == "submitted"
    assert AuditEvent.objects.count() == trail


def test_a_move_the_state_forbids_is_a_conflict(sign_in: SignIn) -> None:
    claim = desk.accepted_claim()
    assert _do(sign_in, "bob", "claim", claim.pk, "accept", version=claim.version).status_code == 409


def test_whoever_may_not_is_told_so_before_a_field_is_judged(sign_in: SignIn) -> None:
    claim = desk.submitted_claim()
    assert _do(sign_in, "alice", "claim", claim.pk, "decline").status_code == 403
    assert _do(sign_in, "bob", "claim", claim.pk, "decline", version=claim.version).status_code == 422


def test_a_stale_edit_shows_what_is_stored_and_keeps_what_was_typed(sign_in: SignIn) -> None:
    verdict = desk.drafted_verdict()
    drafts.edit(verdict_id=verdict.pk, changes={"summary": "Stored by another window."}, actor=person("alice"))
    given = {"version": 1, "rating": "false", "summary": "Typed here.", "justification": "J.", "evidence": []}
    answer = _do(sign_in, "alice", "verdict", verdict.pk, "edit", **given)
    assert answer.status_code == 412
    assert "Stored by another window." in _page(answer)
    assert "Typed here." in _page(answer)
    verdict.refresh_from_db()
    assert verdict.summary == "Stored by another window."
    again = given | {"version": verdict.version}
    assert f'name="version" value="{verdict.version}"' in _page(answer)
    assert _do(sign_in, "alice", "verdict", verdict.pk, "edit", **again).status_code == 302
    verdict.refresh_from_db()
    assert verdict.summary == "Typed here."


def test_a_claim_goes_from_taking_to_publication_by_forms_alone(sign_in: SignIn) -> None:
    claim = desk.accepted_claim()
    _do(sign_in, "alice", "claim", claim.pk, "take", version=claim.version)
    text = desk.page()
    quote = {"snapshot": text.snapshot_id, "exact": desk.QUOTE, "stance": "supports", "kind": "official"}
    assert _do(sign_in, "alice", "claim", claim.pk, "quote", **quote).status_code == 302
    cited = Evidence.objects.get()
    written = {
        "rating": "true",
        "summary": "Yes.",
        "justification": f"See [evidence:{cited.pk}].",
        "evidence": cited.pk,
    }
    assert _do(sign_in, "alice", "claim", claim.pk, "draft", **written).status_code == 302
    verdict = Verdict.objects.get()
    assert _do(sign_in, "alice", "verdict", verdict.pk, "submit", version=verdict.version).status_code == 302
    own = _do(sign_in, "alice", "verdict", verdict.pk, "vote", rating="true")
    assert own.status_code == 403
    assert _do(sign_in, "bob", "verdict", verdict.pk, "vote", rating="true").status_code == 302
    verdict.refresh_from_db()
    assert verdict.state == "approved"
    assert _do(sign_in, "carol", "verdict", verdict.pk, "publish", version=verdict.version).status_code == 302
    verdict.refresh_from_db()
    assert verdict.state == "published"


def test_a_quotation_that_is_not_in_the_text_is_refused_and_kept(sign_in: SignIn) -> None:
    claim, text = desk.accepted_claim(), desk.page()
    quote = {"snapshot": text.snapshot_id, "exact": "Never said.", "stance": "supports", "kind": "official"}
    answer = _do(sign_in, "alice", "claim", claim.pk, "quote", **quote)
    assert answer.status_code == 422
    assert "Never said." in _page(answer)
    assert "not in the stored text" in _page(answer)
    assert not Evidence.objects.exists()


def test_the_vote_form_does_not_start_with_the_authors_rating(sign_in: SignIn) -> None:
    verdict = desk.submitted_verdict()
    page = _page(sign_in("bob").get(reverse("desk:claim", args=[verdict.claim_id])))
    form = page.split(f"/desk/verdicts/{verdict.pk}/do/vote/")[1].split("</form>")[0]
    assert "selected" not in form.replace('<option value="" selected>', "")


def test_a_page_and_an_upload_are_added_as_sources(sign_in: SignIn) -> None:
    claim = desk.accepted_claim()
    assert _do(sign_in, "alice", "claim", claim.pk, "add-url", url="https://paper.example/1").status_code == 302
    assert _do(sign_in, "alice", "claim", claim.pk, "add-url", url="file:///etc/passwd").status_code == 422
    file = SimpleUploadedFile("note.txt", b"The ministry said so on Tuesday.", "text/plain")
    given = {"file": file, "title": "A note", "obtained_from": "the press office"}
    assert _do(sign_in, "alice", "claim", claim.pk, "upload", **given).status_code == 302
    assert set(ContextSource.objects.values_list("kind", flat=True)) == {"web", "upload"}
    page = _page(sign_in("alice").get(reverse("desk:claim", args=[claim.pk])))
    assert "A note" in page
    assert "paper.example" in page


def test_a_failed_source_is_tried_again_and_given_up(sign_in: SignIn) -> None:
    claim = desk.accepted_claim()
    _do(sign_in, "alice", "claim", claim.pk, "add-url", url="https://paper.example/1")
    source = ContextSource.objects.get()
    Fetch.objects.update(state="failed", reason="timeout", finished_at=timezone.now())
    client = sign_in("alice")
    assert "The server was too slow." in _page(client.get(reverse("desk:claim", args=[claim.pk])))
    retry = reverse("desk:source-action", args=[claim.pk, source.pk, "retry"])
    assert client.post(retry).status_code == 302
    assert Fetch.objects.get().state == "queued"
    assert client.post(retry).status_code == 409
    assert client.post(reverse("desk:source-action", args=[claim.pk, source.pk, "give-up"])).status_code == 302
    assert Fetch.objects.get().reason == "given_up"


def test_live_sources_say_whether_anything_is_under_way(sign_in: SignIn) -> None:
    claim = desk.accepted_claim()
    client = sign_in("alice")
    live = reverse("desk:live-sources", args=[claim.pk])
    assert client.get(live)["X-Settled"] == "1"
    _do(sign_in, "alice", "claim", claim.pk, "add-url", url="https://paper.example/1")
    assert client.get(live)["X-Settled"] == "0"


def test_a_page_with_almost_no_text_says_so_and_offers_an_upload(sign_in: SignIn) -> None:
    claim = desk.accepted_claim()
    _do(sign_in, "alice", "claim", claim.pk, "add-url", url="https://ministry.example/a")
    Fetch.objects.update(state="fetched", finished_at=timezone.now())
    text = desk.page("Enable scripts.")
    text.is_almost_empty = True
    text.save()
    page = _page(sign_in("alice").get(reverse("desk:claim", args=[claim.pk])))
    assert "almost no text" in page
    source = ContextSource.objects.get()
    link = reverse("desk:claim", args=[claim.pk]) + f"?upload_for={source.pk}"
    assert f"{link}#upload" in page
    assert 'value="https://ministry.example/a"' in _page(sign_in("alice").get(link))


@pytest.fixture
def suggestion(db: None) -> Suggestion:
    article = Article.objects.create(pasted_text="Rain fell. The mayor said the bridge is safe.", title="News")
    return Suggestion.objects.create(article=article, start=11, end=45, score=0.9, model="m", input_sha256="0" * 64)


def test_suggestions_are_marked_in_place_and_decided(sign_in: SignIn, suggestion: Suggestion) -> None:
    client = sign_in("alice")
    page = _page(client.get(reverse("desk:article", args=[suggestion.article_id])))
    assert f'id="mark-{suggestion.pk}"' in page
    act = lambda name: client.post(reverse("desk:suggestion-action", args=[suggestion.pk, name]))  # noqa: E731
    assert act("dismiss").status_code == 302
    assert act("dismiss").status_code == 409
    assert act("reopen").status_code == 302
    assert act("accept").status_code == 302
    assert Claim.objects.get().text == "The mayor said the bridge is safe."


def test_a_viewer_decides_no_suggestion(sign_in: SignIn, suggestion: Suggestion) -> None:
    answer = sign_in("vera").post(reverse("desk:suggestion-action", args=[suggestion.pk, "accept"]))
    assert answer.status_code == 403
    suggestion.refresh_from_db()
    assert suggestion.state == "open"
