"""What answers say about sources, snapshots, lookups and passages."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from factcheck.accounts.api.people import PersonShape
from factcheck.core.api.fields import ObjectId
from factcheck.sources.models import ContextSource, Fetch, Lookup
from factcheck.sources.providers import KINDS


class SourceRefShape(serializers.Serializer[Any]):
    """A source, as other objects name it."""

    id = ObjectId()
    kind = serializers.ChoiceField(choices=ContextSource.Kind.choices)
    url = serializers.CharField()
    title = serializers.CharField()


class SnapshotRefShape(serializers.Serializer[Any]):
    """A snapshot, as other objects name it."""

    id = ObjectId()
    sha256 = serializers.CharField()
    captured_at = serializers.DateTimeField()


class SelectorShape(serializers.Serializer[Any]):
    """A place in a text, by quotation (W3C TextQuoteSelector) and by offsets in code points."""

    exact = serializers.CharField()
    prefix = serializers.CharField()
    suffix = serializers.CharField()
    start = serializers.IntegerField()
    end = serializers.IntegerField()


class FetchShape(serializers.Serializer[Any]):
    """How the latest capture of a source went."""

    id = ObjectId()
    state = serializers.ChoiceField(choices=Fetch.State.choices)
    attempts = serializers.IntegerField()
    reason = serializers.CharField()
    reason_detail = serializers.CharField()
    http_status = serializers.IntegerField(allow_null=True)
    next_attempt_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    version = serializers.IntegerField()


class TextRefShape(serializers.Serializer[Any]):
    """What was read out of a snapshot, without the words."""

    id = ObjectId()
    sha256 = serializers.CharField()
    extractor = serializers.CharField()
    title = serializers.CharField()
    byline = serializers.CharField()
    publisher = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)
    published_at_source = serializers.CharField()
    language = serializers.CharField()
    word_count = serializers.IntegerField()
    is_almost_empty = serializers.BooleanField(help_text="So little text that an upload is worth offering.")


class FindingShape(serializers.Serializer[Any]):
    """Who found a source: a provider or a person."""

    provider = serializers.CharField(allow_null=True)
    person = PersonShape(allow_null=True)
    title = serializers.CharField()
    snippet = serializers.CharField()
    published_at = serializers.DateTimeField(allow_null=True)


class SourceShape(SourceRefShape):
    """A source with the state of its capture."""

    obtained_from = serializers.CharField()
    obtained_at = serializers.DateTimeField(allow_null=True)
    original_url = serializers.CharField()
    note = serializers.CharField()
    fetch = FetchShape(allow_null=True, help_text="Null for an upload.")
    snapshot = SnapshotRefShape(allow_null=True)
    text = TextRefShape(allow_null=True)
    findings = FindingShape(many=True)
    created_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField())


class HopShape(serializers.Serializer[Any]):
    """A redirect that led to the captured page."""

    url = serializers.CharField()
    status = serializers.IntegerField()
    location = serializers.CharField()


class SnapshotShape(SnapshotRefShape):
    """What one fetch or upload gave."""

    source = SourceRefShape()  # type: ignore[assignment]  # DRF takes declared fields off the class
    payload_sha256 = serializers.CharField()
    size_bytes = serializers.IntegerField()
    content_type = serializers.CharField()
    final_url = serializers.CharField()
    http_status = serializers.IntegerField(allow_null=True)
    hops = HopShape(many=True)
    peer_address = serializers.CharField()
    uploaded_by = PersonShape(allow_null=True)
    texts = TextRefShape(many=True)
    created_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField())


class LookupShape(serializers.Serializer[Any]):
    """One provider asked one query."""

    id = ObjectId()
    provider = serializers.CharField()
    query = serializers.CharField()
    state = serializers.ChoiceField(choices=Lookup.State.choices)
    attempts = serializers.IntegerField()
    reason = serializers.CharField()
    reason_detail = serializers.CharField()
    found_count = serializers.IntegerField()


class ProviderShape(serializers.Serializer[Any]):
    """Somewhere to search."""

    id = ObjectId()
    kind = serializers.CharField(help_text=f"One of: {', '.join(sorted(KINDS))}.")
    name = serializers.CharField()
    base_url = serializers.CharField()
    is_enabled = serializers.BooleanField()
    version = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    available_actions = serializers.ListField(child=serializers.CharField())


class RankedPassageShape(serializers.Serializer[Any]):
    """A passage and how it ranks for a question. A suggestion of the machine, never a fact."""

    id = ObjectId()
    text = serializers.CharField()
    selector = SelectorShape()
    score = serializers.FloatField()
    reasons = serializers.ListField(child=serializers.CharField())
    model = serializers.CharField()
    source = SourceRefShape()  # type: ignore[assignment]  # DRF takes declared fields off the class
    snapshot = SnapshotRefShape()
    available_actions = serializers.ListField(child=serializers.CharField())
