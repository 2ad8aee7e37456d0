"""Correct or retract what was published, in public (IFCN Code of Principles, commitment 5)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from claims.models import Correction, Verdict
from claims.services import moves
from claims.services.assignments import close_assignment
from claims.services.drafts import NewVerdict, create
from claims.services.inputs import Problems
from factcheck.accounts.models import User

KINDS = tuple(kind for kind in Correction.Kind.values if kind != Correction.Kind.RETRACTION)
NOTE_MAX_CHARACTERS = 5000


@transaction.atomic
def correct(*, verdict_id: int, kind: str, note: str, actor: User) -> Verdict:
    """Return a draft that copies the published verdict: rating, text and citations, to be changed and submitted.

    Args:
        verdict_id: of the published verdict.
        kind: one of ``KINDS``.
        note: what changes and why, for the public.
        actor: an editor, who becomes the draft's author.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``.
        Invalid: unknown kind, no note, or too long a one.
    """
    verdict = moves.lock_verdict(verdict_id)
    moves.require_verdict(verdict, "correct", actor=actor)
    problems = Problems()
    problems.choice("kind", kind, KINDS)
    problems.text("note", note, at_most=NOTE_MAX_CHARACTERS, is_required=True)
    problems.refuse()
    copy = NewVerdict(
        rating=verdict.rating.key if verdict.rating else "",
        summary=verdict.summary,
        justification=verdict.justification,
        evidence=list(verdict.citations.values_list("evidence_id", flat=True)),
    )
    draft = create(verdict.claim, copy, author=actor, based_on=verdict)
    correction = Correction.objects.create(corrected=verdict, draft=draft, kind=kind, note=note, asked_by=actor)
    data = {"verdict": verdict.pk, "draft": draft.pk, "correction": correction.pk, "kind": kind}
    moves.tell(verdict.claim, verdict, moves.Event("verdict.correction_begun", actor, data))
    return draft


@transaction.atomic
def retract(*, verdict_id: int, note: str, actor: User) -> Verdict:
    """Ask for the retraction of a published verdict; asked for already, confirm it. Return the verdict.

    The page of a retracted verdict stays and says so (outbox ``verdict.retracted``). A note given with the
    confirmation is added to the public one.

    Raises:
        NotFound, NotPermitted, NotAllowedInState: see ``moves``; whoever asked does not confirm.
        Invalid: no note when asking, or too long a one.
    """
    verdict = moves.lock_verdict(verdict_id)
    pending = verdict.corrections.filter(kind=Correction.Kind.RETRACTION, effective_at=None, abandoned_at=None).first()
    if pending is None:
        return _ask(verdict, note, actor=actor)
    row = moves.require_verdict(verdict, "retract", actor=actor)
    whole_note = "\n\n".join(part for part in (pending.note, note.strip()) if part)
    _judge_note(whole_note)
    now = timezone.now()
    Correction.objects.filter(pk=pending.pk).update(note=whole_note, confirmed_by=actor, effective_at=now)
    data = {"verdict": verdict.pk, "correction": pending.pk}
    moves.carry_out(verdict, row, moves.Event("verdict.retracted", actor, data), {"ended_at": now})
    close_assignment(verdict.claim, actor=actor)
    return verdict


def _ask(verdict: Verdict, note: str, *, actor: User) -> Verdict:
    row = moves.require_verdict(verdict, "ask_retraction", actor=actor)
    _judge_note(note)
    asked = Correction.objects.create(
        corrected=verdict, kind=Correction.Kind.RETRACTION, note=note.strip(), asked_by=actor
    )
    data = {"verdict": verdict.pk, "correction": asked.pk}
    moves.carry_out(verdict, row, moves.Event("verdict.retraction_asked", actor, data))
    return verdict


def _judge_note(note: str) -> None:
    problems = Problems()
    problems.text("note", note, at_most=NOTE_MAX_CHARACTERS, is_required=True)
    problems.refuse()
