"""What the demonstration does, through the services that the API and the pages call."""

from __future__ import annotations

import json

from django.db.models import F

from claims.models import Article, Claim, ClaimInquiry, Evidence, PublicPage, Suggestion, Verdict
from claims.publishing import claimreview
from claims.selectors.published import check_of
from claims.services import articles, drafts, evidence, publication, review, rounds, suggestions, triage
from config.demo.origins import Origins
from config.demo.report import Report, StepFailed, wait_until
from factcheck.accounts.models import User
from factcheck.accounts.roles import Role
from factcheck.sources import selectors
from factcheck.sources.models import Provider, Ranking

CLAIM = "There are no proposals from the US or Nato to place missiles in Ukraine or deploy troops there"
SHOWN = 8
SUPPORTING_SOURCES = 3


def play(archive: Origins, report: Report) -> None:
    """Take the claim of the sample article from its discovery to its publication.

    Raises:
        StepFailed: a step did not give what it must.
    """
    alice, carol = _people(archive)
    article = _read_article(archive, alice, report)
    claim = _accept_claim(article, alice, carol, report)
    inquiry = _ask_around(claim, archive, alice, report)
    best = _show_passages(inquiry, archive, report)
    verdict = _write_verdict(claim, best, alice, report)
    _review_and_publish(verdict, carol, report)
    _show_page(claim, report)


def _people(archive: Origins) -> tuple[User, User]:
    for kind, name, base_url in archive.accounts:
        Provider.objects.create(kind=kind, name=name, base_url=base_url)
    alice = User.objects.create_user("alice", role=Role.FACT_CHECKER, first_name="Alice")
    return alice, User.objects.create_user("carol", role=Role.EDITOR, first_name="Carol")


def _read_article(archive: Origins, alice: User, report: Report) -> Article:
    with report.step("Article fetched, its claims found") as note:
        article = articles.add_article(new=articles.NewArticle(url=archive.sample_url), actor=alice)
        wait_until(
            lambda: Article.objects.filter(pk=article.pk, suggested_at__isnull=False).exists(), what="suggestions"
        )
        article = Article.objects.select_related("snapshot_text").get(pk=article.pk)
        note(f"“{article.title}”, {article.suggestions.count()} suggestions")
    for row in article.suggestions.order_by("-score", "id")[:SHOWN]:
        report.say(f"            {row.score:.2f}  {row.claimant or 'the article'}: {article.text[row.start : row.end]}")
    return article


def _accept_claim(article: Article, alice: User, carol: User, report: Report) -> Claim:
    with report.step("Suggestion accepted as a claim, claim accepted by the desk") as note:
        found = [row for row in article.suggestions.all() if CLAIM in article.text[row.start : row.end]]
        if not found:
            raise StepFailed(f"the claim was not found in the article: {CLAIM}")
        suggestion: Suggestion = found[0]
        claim = suggestions.accept(suggestion_id=suggestion.pk, actor=alice)
        claim = triage.accept(claim_id=claim.pk, actor=carol)
        note(claim.text)
    return claim


def _ask_around(claim: Claim, archive: Origins, alice: User, report: Report) -> list[int]:
    with report.step("Context sources looked up, fetched, extracted and ranked by Celery workers") as note:
        given = (*archive.given_urls, archive.script_only_url, *archive.urls_with_role("distractor"))
        rounds.open_round(claim_id=claim.pk, actor=alice, provider_ids=[], urls=given)
        inquiries = list(ClaimInquiry.objects.filter(claim=claim).values_list("inquiry_id", flat=True))
        wait_until(lambda: selectors.is_settled(selectors.inquiry_counts(inquiries)), what="the inquiry", timeout_s=90)
        counts = selectors.inquiry_counts(inquiries)
        note(", ".join(f"{kind}: {_spelled(states)}" for kind, states in counts.items()))
    return inquiries


def _spelled(states: dict[str, int]) -> str:
    return " ".join(f"{count} {state}" for state, count in sorted(states.items()))


def _show_passages(inquiries: list[int], archive: Origins, report: Report) -> list[Ranking]:
    best = list(selectors.ranked_passages(inquiries)[:SHOWN])
    report.say("\nBest passages:")
    for row in best:
        text = row.passage.snapshot_text
        words = " ".join(row.words.split())  # type: ignore[attr-defined]  # annotated by the selector
        report.say(f"  {row.score:.2f}  {text.publisher or text.snapshot.final_url}: {words}")
    distractors = set(archive.urls_with_role("distractor"))
    sources = [row.passage.snapshot_text.snapshot.source for row in best]
    ahead = {source.pk for source in sources if source.url not in distractors}
    if any(source.url in distractors for source in sources) or len(ahead) < SUPPORTING_SOURCES:
        raise StepFailed(f"{len(ahead)} sources ahead of the distractors; {SUPPORTING_SOURCES} are wanted")
    report.say("")
    return best


def _write_verdict(claim: Claim, best: list[Ranking], alice: User, report: Report) -> Verdict:
    with report.step("Evidence adopted, verdict drafted and submitted by Alice") as note:
        adopted = [_adopt(claim, row, alice) for row in _one_a_source(best)]
        cited = " ".join(f"[evidence:{row.pk}]" for row in adopted)
        new = drafts.NewVerdict(
            rating="mostly_true",
            summary="No government of the alliance had proposed missiles or troops for Ukraine in December 2021.",
            justification=(
                "Public statements of that month by the alliance and by Washington name no such proposal; the fear of "
                f"one is voiced by Moscow alone. {cited}\n\nTraining missions of some members were in the country."
            ),
            evidence=[row.pk for row in adopted],
        )
        verdict = drafts.draft(claim_id=claim.pk, new=new, actor=alice)
        verdict = review.submit(verdict_id=verdict.pk, actor=alice)
        note(f"{len(adopted)} quotations, verdict is {verdict.state}")
    return verdict


def _one_a_source(best: list[Ranking]) -> list[Ranking]:
    first: dict[int, Ranking] = {}
    for row in best:
        first.setdefault(row.passage.snapshot_text.snapshot.source_id, row)
    return list(first.values())


def _adopt(claim: Claim, row: Ranking, alice: User) -> Evidence:
    details = evidence.Details(stance="supports", kind="secondary")
    return evidence.adopt(
        claim_id=claim.pk, quote=evidence.Quote(passage_id=row.passage_id), details=details, actor=alice
    )


def _review_and_publish(verdict: Verdict, carol: User, report: Report) -> None:
    with report.step("Second pair of eyes: Carol votes and publishes") as note:
        verdict = review.vote(
            verdict_id=verdict.pk, rating="mostly_true", reason="The quotations bear it.", actor=carol
        )
        verdict = publication.publish(verdict_id=verdict.pk, actor=carol)
        note(f"verdict is {verdict.state}")


def _show_page(claim: Claim, report: Report) -> None:
    pages = PublicPage.objects.filter(claim=claim).annotate(shown=F("verdict__state"))
    with report.step("Public page built from frozen rows by an outbox consumer") as note:
        wait_until(pages.exists, what="the public page")
        page = pages.get()
        note(f"/factchecks/{page.slug}/")
    review_json = claimreview.build(check_of(page))
    if review_json["@type"] != "ClaimReview":
        raise StepFailed("the page's JSON-LD is no ClaimReview")
    report.say(json.dumps(review_json, indent=2, ensure_ascii=False))
