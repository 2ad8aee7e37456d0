"""``stats/``: how the desk's work stands."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.selectors.stats import desk_stats
from factcheck.core.api.schema import operation
from factcheck.core.api.views import ApiView


class StatsShape(serializers.Serializer[Any]):
    """Numbers as of now."""

    claims = serializers.IntegerField()
    by_stage = serializers.DictField(child=serializers.IntegerField())
    published = serializers.IntegerField(help_text="Claims with a verdict that is or was public.")
    median_hours_to_publication = serializers.FloatField(
        allow_null=True, help_text="From submission to the first publication; null before the first."
    )
    corrections = serializers.DictField(child=serializers.IntegerField(), help_text="Public ones, by kind.")


class StatsView(ApiView):
    """``stats/``."""

    @operation(operation_id="stats_retrieve", responses={200: StatsShape})
    def get(self, _request: Request) -> Response:
        """Count claims by stage, the time to publication, and corrections."""
        return Response(asdict(desk_stats()))
