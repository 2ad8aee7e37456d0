"""``sources/{id}/…``, ``snapshots/{id}/…`` and ``providers/``."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.accounts.models import User
from factcheck.core.api.inputs import NOTHING
from factcheck.core.api.lists import ListView
from factcheck.core.api.schema import operation
from factcheck.core.api.views import ApiView
from factcheck.core.errors import NotFound
from factcheck.sources import archive
from factcheck.sources.api.downloads import OCTETS, TEXT, WARC, Bytes, body_of, capture_of, inert
from factcheck.sources.api.rows import provider_rows, snapshot_row, source_rows
from factcheck.sources.api.shapes import ProviderShape, SnapshotShape, SourceShape
from factcheck.sources.models import ContextSource, Finding, Provider, Snapshot, SnapshotText
from factcheck.sources.selectors import with_state
from factcheck.sources.services import control


class SourceView(ApiView):
    """``sources/{id}/``."""

    @operation(operation_id="sources_retrieve", responses={200: SourceShape})
    def get(self, _request: Request, pk: int) -> Response:
        """Show a source with the state of its capture."""
        return Response(source_detail(pk, self.actor))


class RetryView(ApiView):
    """``sources/{id}/retry/``."""

    @operation(operation_id="sources_retry", request=NOTHING, responses={200: SourceShape})
    def post(self, _request: Request, pk: int) -> Response:
        """Queue the failed or refused fetch of a source again."""
        control.retry(source_id=pk, actor=self.actor)
        return Response(source_detail(pk, self.actor))


class GiveUpView(ApiView):
    """``sources/{id}/give-up/``."""

    @operation(operation_id="sources_give_up", request=NOTHING, responses={200: SourceShape})
    def post(self, _request: Request, pk: int) -> Response:
        """Fail the waiting fetch of a source for good."""
        control.give_up(source_id=pk, actor=self.actor)
        return Response(source_detail(pk, self.actor))


class SnapshotView(ApiView):
    """``snapshots/{id}/``."""

    @operation(operation_id="snapshots_retrieve", responses={200: SnapshotShape})
    def get(self, _request: Request, pk: int) -> Response:
        """Show what one fetch or upload gave."""
        return Response(snapshot_row(snapshot_of(pk)))


class ContentView(ApiView):
    """``snapshots/{id}/content``."""

    renderer_classes = (Bytes,)

    @operation(operation_id="snapshots_content", responses={(200, OCTETS): OpenApiTypes.BINARY})
    def get(self, _request: Request, pk: int) -> HttpResponse:
        """Download the body as it came, before content decoding; its SHA-256 is that of the snapshot."""
        snapshot = snapshot_of(pk)
        return inert(body_of(snapshot), content_type=OCTETS, filename=f"snapshot-{pk}.bin")


class TextView(ApiView):
    """``snapshots/{id}/text``."""

    renderer_classes = (Bytes,)

    @operation(operation_id="snapshots_text", responses={(200, "text/plain"): OpenApiTypes.STR})
    def get(self, _request: Request, pk: int) -> HttpResponse:
        """Download the newest text read out of it: what selectors and passages point into, in UTF-8."""
        text = SnapshotText.objects.filter(snapshot=snapshot_of(pk)).first()
        if text is None:
            raise NotFound("No text has been read out of this snapshot.")
        return inert(text.text.encode(), content_type=TEXT, filename=f"snapshot-{pk}.txt")


class WarcView(ApiView):
    """``snapshots/{id}/warc``."""

    renderer_classes = (Bytes,)

    @operation(operation_id="snapshots_warc", responses={(200, WARC): OpenApiTypes.BINARY})
    def get(self, _request: Request, pk: int) -> HttpResponse:
        """Download the capture as a gzipped WARC/1.1 file."""
        capture = capture_of(snapshot_of(pk))
        return inert(archive.warc_bytes(capture), content_type=WARC, filename=f"snapshot-{pk}.warc.gz")


class ProvidersView(ListView):
    """``providers/``."""

    @operation(operation_id="providers_list", responses={200: ProviderShape(many=True)})
    def get(self, _request: Request) -> Response:
        """List whom inquiries can ask, newest first."""
        return self.page(Provider.objects.all(), provider_rows)


class ProviderView(ApiView):
    """``providers/{id}/``."""

    @operation(operation_id="providers_retrieve", responses={200: ProviderShape})
    def get(self, _request: Request, pk: int) -> Response:
        """Show a provider."""
        rows = provider_rows(Provider.objects.filter(pk=pk))
        if not rows:
            raise NotFound("There is no such provider.")
        return Response(rows[0])


def source_detail(pk: int, actor: User) -> dict[str, Any]:
    """Return the ``SourceShape`` of one source.

    Raises:
        NotFound: there is none.
    """
    found = Finding.objects.filter(source=pk).order_by("-id")
    rows = source_rows(with_state(ContextSource.objects.filter(pk=pk), found), actor)
    if not rows:
        raise NotFound("There is no such source.")
    return rows[0]


def snapshot_of(pk: int) -> Snapshot:
    """Return the snapshot with its source and uploader.

    Raises:
        NotFound: there is none.
    """
    snapshot = Snapshot.objects.select_related("source", "uploaded_by").filter(pk=pk).first()
    if snapshot is None:
        raise NotFound("There is no such snapshot.")
    return snapshot
