"""Forms about articles, claims and who works on them."""

from __future__ import annotations

from typing import Any

from django import forms

from claims.desk.forms.base import DeskForm, LongText, VersionedForm
from claims.models.claim import CLAIM_MAX_CHARACTERS, DECLINE_REASONS
from claims.services.articles import NewArticle
from claims.services.claims import NewAppearance, NewClaim
from claims.services.triage import REASONS


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), required=False, **options)


class NewArticleForm(DeskForm):
    """An article to look for claims in."""

    text = LongText(rows=10, required=False, label="Text", help_text="Paste the text, or give an address below.")
    url = forms.CharField(
        required=False,
        max_length=2000,
        label="Address",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text="Where it was published. Without text above, the page is fetched from there.",
    )
    title = forms.CharField(required=False, max_length=500, label="Title")
    publisher = forms.CharField(required=False, max_length=300, label="Publisher")
    published_at = forms.DateTimeField(
        required=False, label="Published", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    language = forms.CharField(required=False, max_length=12, label="Language", help_text="A code such as en or uk.")

    def inputs(self) -> dict[str, Any]:
        """Return ``new`` for ``articles.add_article``."""
        return {"new": NewArticle(**self.cleaned_data)}


class _ClaimFields(DeskForm):
    text = LongText(
        label="The claim", max_length=CLAIM_MAX_CHARACTERS, help_text="One statement of fact, in a sentence."
    )
    claimant = forms.CharField(required=False, max_length=300, label="Claimant", help_text="Who says it.")
    claim_date = _day(label="Said on")
    language = forms.CharField(required=False, max_length=12, label="Language", help_text="A code such as en or uk.")
    tags = forms.CharField(required=False, max_length=1600, label="Tags", help_text="Separated by commas.")

    def clean_tags(self) -> list[str]:
        return [tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()]


class NewClaimForm(_ClaimFields):
    """A claim as a person submits it."""

    url = forms.CharField(
        required=False,
        max_length=2000,
        label="Where it appeared",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    quote = LongText(rows=2, required=False, max_length=5000, label="As it was said there")

    def inputs(self) -> dict[str, Any]:
        """Return ``new`` for ``claims.submit_claim``."""
        data = dict(self.cleaned_data)
        url, quote = data.pop("url"), data.pop("quote")
        places = [NewAppearance(url=url, quote=quote)] if url or quote else []
        return {"new": NewClaim(**data, appearances=places)}


class EditClaimForm(VersionedForm, _ClaimFields):
    """Changes to a claim's wording, claimant, date, language and tags."""

    def inputs(self) -> dict[str, Any]:
        """Return ``changes`` (what differs from what the page showed) and ``version`` for ``claims.edit``."""
        data = dict(self.cleaned_data)
        version = data.pop("version")
        return {
            "changes": {name: value for name, value in data.items() if name in self.changed_data},
            "version": version,
        }


class DeclineForm(VersionedForm):
    """Why a claim is declined."""

    reason = forms.ChoiceField(choices=[(key, label) for key, label in DECLINE_REASONS if key in REASONS])
    note = LongText(rows=2, required=False, max_length=5000, help_text="Needed when the reason is another one.")


class DuplicateForm(VersionedForm):
    """Which claim this one repeats."""

    of = forms.IntegerField(label="Number of the other claim", min_value=1, max_value=2**63 - 1)


class SplitForm(VersionedForm):
    """The parts of a compound claim."""

    texts = LongText(rows=4, label="Parts", max_length=50_000, help_text="One claim a line; at least two.")

    def clean_texts(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["texts"].splitlines() if line.strip()]


class AssignForm(VersionedForm):
    """Who is to work on a claim."""

    offered = {"user_id": "people"}
    user_id = forms.TypedChoiceField(coerce=int, label="Give to")
