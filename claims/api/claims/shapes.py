"""What an answer says about a claim. Shapes describe; ``rows`` builds (see docs of ``claims.api``)."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.models.claim import DECLINE_REASONS
from claims.workflow import ClaimState, Stage
from factcheck.accounts.api.people import PersonShape
from factcheck.core.api.fields import ObjectId


class ClaimantRefShape(serializers.Serializer[Any]):
    """Who made a claim."""

    id = ObjectId()
    name = serializers.CharField()


class AppearanceShape(serializers.Serializer[Any]):
    """Where a claim was made; offsets are code points of the article's text."""

    id = ObjectId()
    url = serializers.CharField()
    quote = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()
    start = serializers.IntegerField(allow_null=True)
    end = serializers.IntegerField(allow_null=True)
    article = ObjectId(allow_null=True)
    claimant = ClaimantRefShape(allow_null=True)
    said_on = serializers.DateField(allow_null=True)
    is_first = serializers.BooleanField()


class ClaimRowShape(serializers.Serializer[Any]):
    """A claim in a list."""

    id = ObjectId()
    text = serializers.CharField()
    language = serializers.CharField()
    state = serializers.ChoiceField(choices=[state.value for state in ClaimState])
    stage = serializers.ChoiceField(choices=[stage.value for stage in Stage])
    claimant = ClaimantRefShape(allow_null=True)
    claim_date = serializers.DateField(allow_null=True)
    tags = serializers.ListField(child=serializers.CharField())
    duplicate_of = ObjectId(allow_null=True)
    split_from = ObjectId(allow_null=True)
    decline_reason = serializers.ChoiceField(choices=[key for key, _ in DECLINE_REASONS], allow_null=True)
    decline_note = serializers.CharField()
    assignee = PersonShape(allow_null=True)
    submitted_by = PersonShape(allow_null=True)
    open_verdict = ObjectId(allow_null=True)
    published_verdict = ObjectId(allow_null=True)
    accepted_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    available_actions = serializers.ListField(child=serializers.CharField())


class ClaimShape(ClaimRowShape):
    """A claim by itself, with where it was made."""

    appearances = AppearanceShape(many=True)


class SplitShape(serializers.Serializer[Any]):
    """The parts a claim was split into."""

    results = ClaimRowShape(many=True)
