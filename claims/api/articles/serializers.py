"""What clients send and get about articles and the claims found in them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from claims.models import Suggestion
from claims.models.article import ARTICLE_MAX_WORDS
from claims.models.claim import CLAIM_MAX_CHARACTERS
from claims.services.inputs import URL_MAX_CHARACTERS
from factcheck.accounts.api.people import PersonShape
from factcheck.core.api.fields import ObjectId, example
from factcheck.sources.models import Fetch


@example(
    {
        "title": "Budget",
        "text": "The bridge cost 4 million euros in 2021, Jane Smith said. The tunnel cost 5 million euros in 2022.",
    }
)
class ArticleInput(serializers.Serializer[Any]):
    """An article: its text, or an address to read it from."""

    url = serializers.URLField(max_length=URL_MAX_CHARACTERS, allow_blank=True, default="")
    title = serializers.CharField(max_length=500, allow_blank=True, default="")
    # Not trimmed: the text is stored as it is, and offsets point into it.
    text = serializers.CharField(
        allow_blank=True, trim_whitespace=False, default="", help_text=f"At most {ARTICLE_MAX_WORDS:,} words."
    )
    publisher = serializers.CharField(max_length=300, allow_blank=True, default="")
    published_at = serializers.DateTimeField(allow_null=True, default=None)
    language = serializers.CharField(max_length=12, allow_blank=True, default="")


class ArticleRowShape(serializers.Serializer[Any]):
    """An article in a list. ``fetch_state`` is null for pasted text."""

    id = ObjectId()
    url = serializers.CharField()
    title = serializers.CharField()
    publisher = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    language = serializers.CharField()
    source = ObjectId(allow_null=True)  # type: ignore[assignment]  # DRF takes declared fields off the class
    fetch_state = serializers.ChoiceField(choices=Fetch.State.choices, allow_null=True)
    fetch_reason = serializers.CharField()
    added_by = PersonShape(allow_null=True)
    suggested_at = serializers.DateTimeField(allow_null=True, help_text="When its claims had been looked for.")
    open_suggestions = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    version = serializers.IntegerField()
    available_actions = serializers.ListField(child=serializers.CharField())


class ArticleShape(ArticleRowShape):
    """An article with its text, empty until it was fetched; offsets are code points into it."""

    text = serializers.CharField()


class AcceptInput(serializers.Serializer[Any]):
    """The claim's wording, where it should differ from the sentence."""

    text = serializers.CharField(max_length=CLAIM_MAX_CHARACTERS, allow_blank=True, default="")


class SuggestionShape(serializers.Serializer[Any]):
    """A claim the machine found: ``article.text[start:end] == quote``."""

    id = ObjectId()
    article = ObjectId()
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    quote = serializers.CharField()
    claimant = serializers.CharField(allow_null=True, help_text="Null when the article itself says it.")
    cue = serializers.CharField(allow_null=True)
    score = serializers.FloatField()
    reasons = serializers.ListField(child=serializers.CharField())
    model = serializers.CharField()
    state = serializers.ChoiceField(choices=Suggestion.State.choices)
    claim = ObjectId(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    created_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField())
