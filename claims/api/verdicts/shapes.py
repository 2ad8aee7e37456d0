"""What an answer says about a verdict."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.models import Correction, Decision, Rating
from claims.workflow import VerdictState
from factcheck.accounts.api.people import PersonShape
from factcheck.core.api.fields import ObjectId


class RatingShape(serializers.Serializer[Any]):
    """A rating of a scale; ``value`` is 1 (false) to 5 (true) on the ordinal ones."""

    id = ObjectId()
    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # DRF takes declared fields off the class
    rating_class = serializers.ChoiceField(choices=Rating.Class.choices)
    value = serializers.IntegerField(allow_null=True)


class ScaleRatingShape(RatingShape):
    """A rating with the scale it stands in."""

    scale = serializers.CharField()
    description = serializers.CharField()
    position = serializers.IntegerField()
    available_actions = serializers.ListField(child=serializers.CharField())


class VoteShape(serializers.Serializer[Any]):
    """A reviewer's own rating."""

    id = ObjectId()
    voter = PersonShape()
    rating = RatingShape()
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()


class DecisionShape(serializers.Serializer[Any]):
    """A decision beside votes, and why."""

    id = ObjectId()
    kind = serializers.ChoiceField(choices=Decision.Kind.choices)
    rating = RatingShape(allow_null=True)
    reason = serializers.CharField()
    made_by = PersonShape()
    created_at = serializers.DateTimeField()


class RevisionShape(serializers.Serializer[Any]):
    """The claim as frozen when the verdict was submitted."""

    id = ObjectId()
    number = serializers.IntegerField()
    text = serializers.CharField()
    language = serializers.CharField()
    claimant = serializers.CharField()
    claim_date = serializers.DateField(allow_null=True)
    appearances = serializers.ListField(child=serializers.CharField())


class PolicyShape(serializers.Serializer[Any]):
    """How many agreeing votes it needs, and how many there may be."""

    number = serializers.IntegerField()
    votes_required = serializers.IntegerField()
    votes_max = serializers.IntegerField()


class CorrectionShape(serializers.Serializer[Any]):
    """What changed after publication, and why."""

    id = ObjectId()
    claim = ObjectId()
    corrected = ObjectId()
    draft = ObjectId(allow_null=True)
    kind = serializers.ChoiceField(choices=Correction.Kind.choices)
    note = serializers.CharField()
    asked_by = PersonShape()
    confirmed_by = PersonShape(allow_null=True)
    effective_at = serializers.DateTimeField(allow_null=True)
    abandoned_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField())


class VerdictShape(serializers.Serializer[Any]):
    """One revision of the answer. While votes are open, others' are counted in ``votes_cast`` and not shown."""

    id = ObjectId()
    claim = ObjectId()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=[state.value for state in VerdictState])
    rating = RatingShape(allow_null=True)
    summary = serializers.CharField()
    justification = serializers.CharField()
    evidence = serializers.ListField(child=ObjectId())
    author = PersonShape()
    based_on = ObjectId(allow_null=True)
    claim_revision = RevisionShape(allow_null=True)
    policy = PolicyShape(allow_null=True)
    votes = VoteShape(many=True)
    votes_cast = serializers.IntegerField()
    decisions = DecisionShape(many=True)
    correction = CorrectionShape(allow_null=True, help_text="The one this verdict carries out.")
    submitted_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
    published_at = serializers.DateTimeField(allow_null=True)
    published_by = PersonShape(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    available_actions = serializers.ListField(child=serializers.CharField())
