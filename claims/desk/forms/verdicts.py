"""Forms about verdicts, votes, decisions and corrections."""

from __future__ import annotations

from typing import Any

from django import forms

from claims.desk.forms.base import DeskForm, LongText, VersionedForm
from claims.models import Correction
from claims.models.verdict import JUSTIFICATION_MAX_CHARACTERS
from claims.services.corrections import KINDS, NOTE_MAX_CHARACTERS
from claims.services.drafts import SUMMARY_MAX_CHARACTERS, NewVerdict
from claims.services.endings import REASON_MAX_CHARACTERS


class DraftForm(DeskForm):
    """A verdict as its author writes it."""

    marks_optional = False  # a draft may be saved with gaps, but not submitted with them
    offered = {"rating": "ratings", "evidence": "evidence"}
    rating = forms.ChoiceField(required=False)
    summary = LongText(
        rows=2, required=False, max_length=SUMMARY_MAX_CHARACTERS, help_text="The answer in a sentence or two."
    )
    justification = LongText(
        rows=12,
        required=False,
        max_length=JUSTIFICATION_MAX_CHARACTERS,
        help_text="Markdown. Cite evidence as [evidence:NUMBER]; the buttons at the evidence insert it.",
    )
    evidence = forms.MultipleChoiceField(
        required=False, label="Cited evidence", widget=forms.CheckboxSelectMultiple, help_text="In the order shown."
    )

    def _written(self) -> dict[str, Any]:
        data = {name: self.cleaned_data[name] for name in ("rating", "summary", "justification")}
        return data | {"evidence": [int(pk) for pk in self.cleaned_data["evidence"]]}

    def inputs(self) -> dict[str, Any]:
        """Return ``new`` for ``drafts.draft``."""
        return {"new": NewVerdict(**self._written())}


class EditDraftForm(VersionedForm, DraftForm):
    """Changes to a draft."""

    def inputs(self) -> dict[str, Any]:
        """Return ``changes`` and ``version`` for ``drafts.edit``."""
        return {"changes": self._written(), "version": self.cleaned_data["version"]}


class VoteForm(DeskForm):
    """A reviewer's own rating."""

    offered = {"rating": "ratings"}
    rating = forms.ChoiceField(label="Your own rating")
    reason = LongText(required=False, max_length=REASON_MAX_CHARACTERS)


class ReasonForm(DeskForm):
    """Why a verdict goes back."""

    reason = LongText(max_length=REASON_MAX_CHARACTERS, help_text="What should change.")


class AdjudicateForm(DeskForm):
    """An editor's decision on a split vote."""

    decision = forms.ChoiceField(choices=[("approve", "Approve as drafted"), ("return", "Return to the author")])
    reason = LongText(max_length=REASON_MAX_CHARACTERS, help_text="For those who disagree.")


class CorrectForm(DeskForm):
    """What changes after publication, and why."""

    kind = forms.ChoiceField(choices=[(key, label) for key, label in Correction.Kind.choices if key in KINDS])
    note = LongText(max_length=NOTE_MAX_CHARACTERS, help_text="Shown to the public: what changed, and why.")


class RetractForm(DeskForm):
    """Why a published verdict is taken back."""

    note = LongText(
        required=False, max_length=NOTE_MAX_CHARACTERS, help_text="Shown to the public. Needed when asking."
    )
