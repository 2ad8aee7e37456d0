"""Forms about evidence."""

from __future__ import annotations

from typing import Any

from django import forms

from claims.desk.forms.base import DeskForm, LongText, VersionedForm
from claims.models import Evidence
from claims.services.evidence import QUOTE_MAX_CHARACTERS, Details, Quote

_BLANK = [("", "Choose …")]


class _DetailFields(DeskForm):
    stance = forms.ChoiceField(choices=[*_BLANK, *Evidence.Stance.choices], label="What it does")
    kind = forms.ChoiceField(choices=[*_BLANK, *Evidence.Kind.choices], label="Kind of source")
    note = LongText(rows=2, required=False, max_length=5000, label="Note", help_text="What it shows, for readers.")
    interests = forms.CharField(
        required=False, max_length=5000, label="Interests", help_text="What the source stands to gain."
    )
    translation = LongText(rows=2, required=False, max_length=20_000, label="Translation")
    translation_language = forms.CharField(required=False, max_length=12, label="Language of the translation")


class AdoptForm(_DetailFields):
    """Adopt a ranked passage."""

    passage = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)

    def inputs(self) -> dict[str, Any]:
        """Return ``quote`` and ``details`` for ``evidence.adopt``."""
        data = dict(self.cleaned_data)
        return {"quote": Quote(passage_id=data.pop("passage")), "details": Details(**data)}


class QuoteForm(_DetailFields):
    """Adopt a quotation out of a stored text."""

    snapshot = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**63 - 1)
    exact = LongText(
        rows=3, max_length=QUOTE_MAX_CHARACTERS, label="Quotation", help_text="Word for word as in the stored text."
    )
    before = LongText(required=False, max_length=200, widget=forms.HiddenInput)
    after = LongText(required=False, max_length=200, widget=forms.HiddenInput)
    field_order = ("exact",)

    def inputs(self) -> dict[str, Any]:
        """Return ``quote`` and ``details`` for ``evidence.adopt``."""
        data = dict(self.cleaned_data)
        quote = Quote(
            snapshot_id=data.pop("snapshot"),
            exact=data.pop("exact"),
            prefix=data.pop("before"),
            suffix=data.pop("after"),
        )
        return {"quote": quote, "details": Details(**data)}


class EditEvidenceForm(VersionedForm, _DetailFields):
    """Say something else about evidence."""

    def inputs(self) -> dict[str, Any]:
        """Return ``changes`` and ``version`` for ``evidence.edit``."""
        data = dict(self.cleaned_data)
        return {"version": data.pop("version"), "changes": data}
