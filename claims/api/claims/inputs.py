"""What clients send about claims, with the limits of CONTRACT.md."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.models.claim import CLAIM_MAX_CHARACTERS, DECLINE_REASONS
from claims.services.claims import APPEARANCES_MAX, TAGS_MAX
from claims.services.splitting import PARTS_MAX, PARTS_MIN
from claims.services.triage import REASONS
from factcheck.core.api.fields import ObjectId, example

URL_MAX_CHARACTERS = 2000


class AppearanceInput(serializers.Serializer[Any]):
    """A place where the claim was made."""

    url = serializers.URLField(max_length=URL_MAX_CHARACTERS)
    quote = serializers.CharField(max_length=5000, allow_blank=True, default="")


class _Claimant(serializers.CharField):
    """A name; null, as we print an unknown claimant, is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=300, allow_blank=True, allow_null=True, **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return super().run_validation(data) or ""


@example({"tags": ["bridges"]})
class ClaimEdit(serializers.Serializer[Any]):
    """What can be changed on a claim; what is left out stays."""

    text = serializers.CharField(max_length=CLAIM_MAX_CHARACTERS, required=False)
    claimant = _Claimant(required=False)
    claim_date = serializers.DateField(allow_null=True, required=False)
    language = serializers.CharField(max_length=12, allow_blank=True, required=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=50), max_length=TAGS_MAX, required=False)


@example(
    {"text": "The bridge cost 4 million euros.", "claimant": "Jane Smith", "claim_date": "2021-12-21", "language": "en"}
)
class ClaimInput(serializers.Serializer[Any]):
    """A new claim."""

    text = serializers.CharField(max_length=CLAIM_MAX_CHARACTERS)
    claimant = _Claimant(default="")
    claim_date = serializers.DateField(allow_null=True, default=None, help_text="Not in the future.")
    language = serializers.CharField(max_length=12, allow_blank=True, default="")
    tags = serializers.ListField(child=serializers.CharField(max_length=50), max_length=TAGS_MAX, default=list)
    appearances = serializers.ListField(child=AppearanceInput(), max_length=APPEARANCES_MAX, default=list)


@example({"reason": "opinion"})
class DeclineInput(serializers.Serializer[Any]):
    """Why a claim is declined; ``other`` needs a note."""

    reason = serializers.ChoiceField(choices=[(key, label) for key, label in DECLINE_REASONS if key in REASONS])
    note = serializers.CharField(max_length=5000, allow_blank=True, default="")


@example({"of": "1"})
class DuplicateInput(serializers.Serializer[Any]):
    """Which claim this one repeats."""

    of = ObjectId()


@example({"texts": ["The bridge cost 4 million euros.", "The tunnel cost 5 million euros."]})
class SplitInput(serializers.Serializer[Any]):
    """The parts of a compound claim."""

    texts = serializers.ListField(
        child=serializers.CharField(max_length=CLAIM_MAX_CHARACTERS), min_length=PARTS_MIN, max_length=PARTS_MAX
    )


class AssignInput(serializers.Serializer[Any]):
    """Who works on a claim from now on."""

    user = ObjectId()
