"""What clients send and get about evidence."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.models import Evidence
from claims.services.evidence import QUOTE_MAX_CHARACTERS, SELECTOR_CONTEXT_MAX
from factcheck.accounts.api.people import PersonShape
from factcheck.core.api.fields import ObjectId, example
from factcheck.sources.api.shapes import SelectorShape, SnapshotRefShape, SourceRefShape

NOTE_MAX_CHARACTERS = 5000
TRANSLATION_MAX_CHARACTERS = 20_000
OFFSET_MAX = 2**31 - 1


class SelectorInput(serializers.Serializer[Any]):
    """A selection in a snapshot's newest text: by quotation, by offsets (code points), or by both, which must agree."""

    exact = serializers.CharField(max_length=QUOTE_MAX_CHARACTERS, trim_whitespace=False, required=False)
    prefix = serializers.CharField(
        max_length=SELECTOR_CONTEXT_MAX, trim_whitespace=False, allow_blank=True, required=False
    )
    suffix = serializers.CharField(
        max_length=SELECTOR_CONTEXT_MAX, trim_whitespace=False, allow_blank=True, required=False
    )
    start = serializers.IntegerField(min_value=0, max_value=OFFSET_MAX, required=False)
    end = serializers.IntegerField(min_value=1, max_value=OFFSET_MAX, required=False)


@example({"passage": "1", "stance": "refutes", "kind": "official"})
class EvidenceInput(serializers.Serializer[Any]):
    """What is adopted, a passage or a selection of a snapshot, and what it does for the claim."""

    passage = ObjectId(required=False)
    snapshot = ObjectId(required=False)
    selector = SelectorInput(required=False)
    stance = serializers.ChoiceField(choices=Evidence.Stance.choices)
    kind = serializers.ChoiceField(choices=Evidence.Kind.choices)
    note = serializers.CharField(max_length=NOTE_MAX_CHARACTERS, allow_blank=True, default="")
    interests = serializers.CharField(
        max_length=NOTE_MAX_CHARACTERS, allow_blank=True, default="", help_text="What the source stands to gain."
    )
    translation = serializers.CharField(max_length=TRANSLATION_MAX_CHARACTERS, allow_blank=True, default="")
    translation_language = serializers.CharField(max_length=12, allow_blank=True, default="")


@example({"note": "From page 3."})
class EvidenceEdit(serializers.Serializer[Any]):
    """What can be changed until a submitted verdict cites it; what is left out stays."""

    stance = serializers.ChoiceField(choices=Evidence.Stance.choices, required=False)
    kind = serializers.ChoiceField(choices=Evidence.Kind.choices, required=False)
    note = serializers.CharField(max_length=NOTE_MAX_CHARACTERS, allow_blank=True, required=False)
    interests = serializers.CharField(max_length=NOTE_MAX_CHARACTERS, allow_blank=True, required=False)
    translation = serializers.CharField(max_length=TRANSLATION_MAX_CHARACTERS, allow_blank=True, required=False)
    translation_language = serializers.CharField(max_length=12, allow_blank=True, required=False)


class EvidenceShape(serializers.Serializer[Any]):
    """A quotation somebody adopted."""

    id = ObjectId()
    claim = ObjectId()
    passage = ObjectId(allow_null=True)
    text = serializers.CharField()
    selector = SelectorShape()
    stance = serializers.ChoiceField(choices=Evidence.Stance.choices)
    kind = serializers.ChoiceField(choices=Evidence.Kind.choices)
    note = serializers.CharField()
    interests = serializers.CharField()
    translation = serializers.CharField()
    translation_language = serializers.CharField()
    source = SourceRefShape()  # type: ignore[assignment]  # DRF takes declared fields off the class
    snapshot = SnapshotRefShape()
    adopted_by = PersonShape()
    withdrawn_by = PersonShape(allow_null=True)
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    available_actions = serializers.ListField(child=serializers.CharField())
