"""Claims, evidence and verdicts in each state, built through the services that lead there."""

from __future__ import annotations

import hashlib
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils import timezone

from claims.models import Claim, Evidence, Rating, ReviewPolicy, Verdict
from claims.services import claims, corrections, drafts, endings, evidence, publication, review, triage
from claims.services.claims import NewAppearance, NewClaim
from claims.services.drafts import NewVerdict
from factcheck.sources.models import ContextSource, Fetch, Snapshot, SnapshotText
from tests.factories.people import person

CLAIM_TEXT = "There are no plans to place missiles in the valley."
PAGE_TEXT = "The minister spoke on Tuesday. No missiles are to be placed in the valley, she said. Talks go on."
QUOTE = "No missiles are to be placed in the valley"


def seed() -> None:
    """Write the default scale and policy again, as after a TransactionTestCase emptied all tables."""
    import_module("claims.migrations.0002_default_scale_and_policy").seed(apps, None)


def seeded_policy_and_rating() -> tuple[ReviewPolicy, Rating]:
    """Return the current policy and a rating of the current scale."""
    return ReviewPolicy.objects.get(is_current=True), Rating.objects.get(scale__is_current=True, key="true")


def submitted_claim(text: str = CLAIM_TEXT, *, by: str = "alice", **fields: Any) -> Claim:
    """Return a claim as a fact-checker submitted it."""
    defaults: dict[str, Any] = {
        "claimant": "Minister Example",
        "claim_date": timezone.localdate(),
        "language": "en",
        "appearances": (NewAppearance(url="https://news.example/1", quote=text[:100]),),
    }
    return claims.submit_claim(new=NewClaim(text=text, **(defaults | fields)), actor=person(by))


def accepted_claim(text: str = CLAIM_TEXT, **fields: Any) -> Claim:
    """Return a claim the desk accepted; its first inquiry is open."""
    return triage.accept(claim_id=submitted_claim(text, **fields).pk, actor=person("bob"))


def declined_claim(text: str = CLAIM_TEXT) -> Claim:
    """Return a claim declined as opinion."""
    return triage.decline(claim_id=submitted_claim(text).pk, reason="opinion", actor=person("bob"))


def duplicate_claim(of: Claim | None = None) -> Claim:
    """Return a duplicate of ``of``, or of a new claim."""
    original = of or submitted_claim("The original of a duplicate.")
    duplicate = submitted_claim("The duplicate of an original.")
    return triage.mark_duplicate(claim_id=duplicate.pk, of=original.pk, actor=person("bob"))


def page(text: str = PAGE_TEXT, *, url: str = "https://ministry.example/a") -> SnapshotText:
    """Return the text of a captured page."""
    source, _ = ContextSource.objects.get_or_create(url=url, defaults={"kind": "web", "title": "Ministry"})
    now = timezone.now()
    fetch = Fetch.objects.create(source=source, host="ministry.example", state="fetched", finished_at=now)
    digest = hashlib.sha256(text.encode()).hexdigest()
    snapshot = Snapshot.objects.create(
        source=source,
        fetch=fetch,
        sha256=digest,
        payload_sha256=digest,
        size_bytes=len(text.encode()),
        content_type="text/html",
        final_url=url,
        captured_at=now,
    )
    return SnapshotText.objects.create(
        snapshot=snapshot,
        extractor="test-1",
        text=text,
        sha256=digest,
        title="Ministry",
        publisher="Ministry of Example",
        language="en",
        word_count=len(text.split()),
    )


def adopted_evidence(claim: Claim, *, by: str = "alice", text: SnapshotText | None = None) -> Evidence:
    """Return evidence quoted from a captured page."""
    captured = text or page()
    return evidence.adopt(
        claim_id=claim.pk,
        quote=evidence.Quote(snapshot_id=captured.snapshot_id, exact=QUOTE),
        details=evidence.Details(stance="supports", kind="official"),
        actor=person(by),
    )


def drafted_verdict(claim: Claim | None = None, *, by: str = "alice", rating: str = "mostly_true") -> Verdict:
    """Return a draft that is ready to be submitted."""
    claim = claim or accepted_claim()
    cited = adopted_evidence(claim, by=by)
    new = NewVerdict(rating=rating, summary="Mostly so.", justification="See the record.", evidence=[cited.pk])
    return drafts.draft(claim_id=claim.pk, new=new, actor=person(by))


def submitted_verdict(claim: Claim | None = None, *, by: str = "alice", rating: str = "mostly_true") -> Verdict:
    """Return a verdict in review."""
    draft = drafted_verdict(claim, by=by, rating=rating)
    return review.submit(verdict_id=draft.pk, actor=person(by))


def split_verdict(claim: Claim | None = None) -> Verdict:
    """Return a verdict in adjudication: bob disagreed."""
    return review.vote(verdict_id=submitted_verdict(claim).pk, rating="false", reason="No.", actor=person("bob"))


def approved_verdict(claim: Claim | None = None, *, by: str = "alice") -> Verdict:
    """Return a verdict that bob agreed with."""
    verdict = submitted_verdict(claim, by=by)
    return review.vote(verdict_id=verdict.pk, rating="mostly_true", reason="Yes.", actor=person("bob"))


def published_verdict(claim: Claim | None = None, *, by: str = "alice") -> Verdict:
    """Return a verdict that carol published."""
    return publication.publish(verdict_id=approved_verdict(claim, by=by).pk, actor=person("carol"))


def correction_draft(published: Verdict | None = None, *, kind: str = "verdict_changed", by: str = "carol") -> Verdict:
    """Return the draft of a correction that ``by`` began."""
    published = published or published_verdict()
    return corrections.correct(verdict_id=published.pk, kind=kind, note="We were wrong.", actor=person(by))


def retraction_asked(published: Verdict | None = None) -> Verdict:
    """Return a published verdict whose retraction carol asked for."""
    published = published or published_verdict()
    return corrections.retract(verdict_id=published.pk, note="It was a hoax.", actor=person("carol"))


def retracted_verdict(published: Verdict | None = None) -> Verdict:
    """Return a retracted verdict: carol asked, clara confirmed."""
    return corrections.retract(verdict_id=retraction_asked(published).pk, note="", actor=person("clara"))


def superseded_verdict() -> Verdict:
    """Return a verdict that a published correction superseded."""
    old = published_verdict()
    draft = correction_draft(old)
    drafts.edit(verdict_id=draft.pk, changes={"rating": "false"}, actor=person("carol"))
    review.submit(verdict_id=draft.pk, actor=person("carol"))
    review.vote(verdict_id=draft.pk, rating="false", actor=person("bob"))
    publication.publish(verdict_id=draft.pk, actor=person("clara"))
    old.refresh_from_db()
    return old


def returned_verdict() -> Verdict:
    """Return a verdict that bob returned."""
    return endings.return_(verdict_id=submitted_verdict().pk, reason="Add a source.", actor=person("bob"))


def withdrawn_verdict() -> Verdict:
    """Return a verdict that its author withdrew."""
    return endings.withdraw(verdict_id=submitted_verdict().pk, actor=person("alice"))


def abandoned_verdict() -> Verdict:
    """Return a draft that its author gave up."""
    return endings.abandon(verdict_id=drafted_verdict().pk, actor=person("alice"))
