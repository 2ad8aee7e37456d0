"""``claims/{id}/sources/``: what was found for a claim, and what people add to it."""

from __future__ import annotations

from functools import partial
from typing import Any

from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.checking import claim_check, require_claim
from claims.selectors.rounds import inquiry_ids
from claims.services import sources
from claims.services.inputs import URL_MAX_CHARACTERS
from factcheck.core.api.fields import example
from factcheck.core.api.inputs import read
from factcheck.core.api.limits import UPLOAD_BYTES
from factcheck.core.api.lists import ListView
from factcheck.core.api.renderers import JSONParser
from factcheck.core.api.schema import operation
from factcheck.sources.api.rows import source_rows
from factcheck.sources.api.shapes import SourceShape
from factcheck.sources.api.views import source_detail
from factcheck.sources.selectors import sources_of
from factcheck.sources.services.uploads import Provenance


@example({"url": "https://example.org/budget"})
class UrlInput(serializers.Serializer[Any]):
    """An address to fetch."""

    url = serializers.URLField(max_length=URL_MAX_CHARACTERS)


class UploadInput(serializers.Serializer[Any]):
    """A document somebody sent: HTML, PDF or text, at most 50 MB."""

    file = serializers.FileField(allow_empty_file=False)
    title = serializers.CharField(max_length=500)
    obtained_from = serializers.CharField(max_length=500, help_text="Who sent it, or where it was found.")
    obtained_at = serializers.DateTimeField(required=False, allow_null=True)
    original_url = serializers.URLField(max_length=URL_MAX_CHARACTERS, required=False, allow_blank=True, default="")
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True, default="")


class ClaimSourcesView(ListView):
    """``claims/{id}/sources/``."""

    parser_classes = (JSONParser, MultiPartParser)
    max_body_bytes = UPLOAD_BYTES

    @operation(operation_id="claims_sources_list", responses={200: SourceShape(many=True)})
    def get(self, _request: Request, pk: int) -> Response:
        """List the sources of all rounds, newest first."""
        require_claim(pk)
        return self.page(sources_of(inquiry_ids(pk)), partial(source_rows, actor=self.actor))

    @operation(
        operation_id="claims_sources_create",
        request={"application/json": UrlInput, "multipart/form-data": UploadInput},
        responses={201: SourceShape},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add an address to fetch, or upload a document."""
        check = claim_check(pk, "open_round", self.actor)
        if hasattr(request.data, "getlist"):
            source = self._upload(pk, read(UploadInput, request, check))
        else:
            url = read(UrlInput, request, check)["url"]
            source = sources.add_url(claim_id=pk, url=url, actor=self.actor)
        return Response(source_detail(source.pk, self.actor), status=201)

    def _upload(self, pk: int, asked: dict[str, Any]) -> Any:
        file = asked.pop("file")
        return sources.add_upload(
            claim_id=pk,
            data=file.read(),
            content_type=file.content_type or "",
            provenance=Provenance(**asked),
            actor=self.actor,
        )
