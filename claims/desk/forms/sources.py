"""Forms about rounds of inquiry and sources."""

from __future__ import annotations

from typing import Any

from django import forms

from claims.desk.forms.base import DeskForm, LongText
from factcheck.sources.services.uploads import Provenance

UPLOAD_READ_MAX_BYTES = (
    50 * 1024 * 1024 + 1
)  # one more than the service takes, so that it can refuse and name its limit


class RoundForm(DeskForm):
    """A further round of asking."""

    query = forms.CharField(
        required=False, max_length=2000, label="Words to search for", help_text="Empty: the claim as it stands."
    )
    urls = LongText(
        rows=3, required=False, max_length=110_000, label="Addresses to read besides", help_text="One a line."
    )

    def clean_urls(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["urls"].splitlines() if line.strip()]


class AddUrlForm(DeskForm):
    """One address to read."""

    url = forms.CharField(
        max_length=2000, label="Address of a page", widget=forms.URLInput(attrs={"placeholder": "https://"})
    )


class UploadForm(DeskForm):
    """A document somebody sent, and where it came from."""

    file = forms.FileField(label="File", help_text="HTML, PDF or plain text, at most 50 MB.", allow_empty_file=True)
    title = forms.CharField(max_length=500, label="Title")
    obtained_from = forms.CharField(
        max_length=500, label="Obtained from", help_text="Who sent it, or how you came by it."
    )
    obtained_at = forms.DateTimeField(
        required=False, label="Obtained on", widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    original_url = forms.CharField(
        required=False, max_length=2000, label="Address of the original", widget=forms.URLInput
    )
    note = LongText(rows=2, required=False, max_length=5000, label="Note")

    def inputs(self) -> dict[str, Any]:
        """Return ``data``, ``content_type`` and ``provenance`` for ``sources.add_upload``."""
        given = dict(self.cleaned_data)
        file = given.pop("file")
        return {
            "data": file.read(UPLOAD_READ_MAX_BYTES),
            "content_type": file.content_type or "",
            "provenance": Provenance(**given),
        }
