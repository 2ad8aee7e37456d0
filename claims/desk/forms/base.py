"""What all forms of the desk share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Offers:
    """What a page's select boxes offer, loaded once for all its forms: (value, label) pairs."""

    ratings: Pairs = ()
    people: Pairs = ()
    evidence: Pairs = ()
    providers: Pairs = ()


class DeskForm(forms.Form):
    """A form that knows the arguments of the service it leads to."""

    template_name = "desk/form.html"
    required_css_class = "required"
    marks_optional = True
    offered: ClassVar[dict[str, str]] = {}  # field -> the attribute of Offers that fills it

    def __init__(self, *args: Any, offers: Offers = Offers(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, source in self.offered.items():
            blank = [("", "Choose …")] if not isinstance(self.fields[field], forms.MultipleChoiceField) else []
            self.fields[field].choices = [*blank, *getattr(offers, source)]  # type: ignore[attr-defined]

    def inputs(self) -> dict[str, Any]:
        """Return the keyword arguments for the service; the form must be valid."""
        return dict(self.cleaned_data)

    @property
    def is_bare(self) -> bool:
        """Say whether there is nothing to fill in, so that a button is enough."""
        return not self.visible_fields()


class BareForm(DeskForm):
    """Nothing but the wish."""


class VersionedForm(DeskForm):
    """Carries the version the person has seen."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class LongText(forms.CharField):
    """Several lines as they were written: unstripped, each line ending in one character instead of a browser's two."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(**{"widget": forms.Textarea(attrs={"rows": rows}), "strip": False, **options})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n")
