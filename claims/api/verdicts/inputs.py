"""What clients send about verdicts, with the limits of CONTRACT.md."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.models.verdict import CITATIONS_MAX, JUSTIFICATION_MAX_CHARACTERS
from claims.services.corrections import KINDS, NOTE_MAX_CHARACTERS
from claims.services.drafts import SUMMARY_MAX_CHARACTERS
from claims.services.review import REASON_MAX_CHARACTERS
from factcheck.core.api.fields import ObjectId, example

RATING_MAX_CHARACTERS = 40
DEFAULT_SCALE = ["true", "mostly_true", "mixed", "mostly_false", "false", "misleading", "unproven", "not_ratable"]


def _rating(**options: Any) -> serializers.CharField:
    said = f"A key of the current scale (`ratings/`), by default one of: {', '.join(DEFAULT_SCALE)}."
    return RatingKey(max_length=RATING_MAX_CHARACTERS, help_text=said, **options)


class RatingKey(serializers.SlugField):
    """What a scale calls a rating."""


@example({"rating": "false", "summary": "It cost 3 million.", "justification": "See the budget."})
class VerdictInput(serializers.Serializer[Any]):
    """A draft; anything may be empty until it is submitted."""

    rating = _rating(allow_blank=True, default="")
    summary = serializers.CharField(max_length=SUMMARY_MAX_CHARACTERS, allow_blank=True, default="")
    justification = serializers.CharField(max_length=JUSTIFICATION_MAX_CHARACTERS, allow_blank=True, default="")
    evidence = serializers.ListField(child=ObjectId(), max_length=CITATIONS_MAX, default=list)


@example({"rating": "mostly_true"})
class VerdictEdit(serializers.Serializer[Any]):
    """What can be changed on a draft; what is left out stays."""

    rating = _rating(allow_blank=True, required=False)
    summary = serializers.CharField(max_length=SUMMARY_MAX_CHARACTERS, allow_blank=True, required=False)
    justification = serializers.CharField(max_length=JUSTIFICATION_MAX_CHARACTERS, allow_blank=True, required=False)
    evidence = serializers.ListField(child=ObjectId(), max_length=CITATIONS_MAX, required=False)


@example({"rating": "mostly_true", "reason": "The budget says so."})
class VoteInput(serializers.Serializer[Any]):
    """The voter's own rating, agreeing when it equals the draft's."""

    rating = _rating()
    reason = serializers.CharField(max_length=REASON_MAX_CHARACTERS, allow_blank=True, default="")


@example({"reason": "Add a source."})
class ReturnInput(serializers.Serializer[Any]):
    """What has to change."""

    reason = serializers.CharField(max_length=REASON_MAX_CHARACTERS)


@example({"decision": "approve", "reason": "The budget says so."})
class AdjudicateInput(serializers.Serializer[Any]):
    """How a split vote ends."""

    decision = serializers.ChoiceField(choices=["approve", "return"])
    rating = _rating(allow_blank=True, default="")
    reason = serializers.CharField(max_length=REASON_MAX_CHARACTERS)


@example({"kind": "update", "note": "A new budget came out."})
class CorrectInput(serializers.Serializer[Any]):
    """What changes and why, for the public."""

    kind = serializers.ChoiceField(choices=list(KINDS))
    note = serializers.CharField(max_length=NOTE_MAX_CHARACTERS)


@example({"note": "The document was forged."})
class RetractInput(serializers.Serializer[Any]):
    """Why; whoever confirms may add nothing."""

    note = serializers.CharField(max_length=NOTE_MAX_CHARACTERS, allow_blank=True, default="")
