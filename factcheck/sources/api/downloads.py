"""Bytes strangers wrote, handed out so that no browser runs them in our name."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.renderers import BaseRenderer

from factcheck.core.api.encoding import encode
from factcheck.core.errors import NotFound
from factcheck.sources import archive
from factcheck.sources.http import Hop, Response
from factcheck.sources.models import Snapshot

OCTETS, TEXT, WARC = "application/octet-stream", "text/plain; charset=utf-8", "application/warc"
# Scripts, forms and frames off, an origin of its own: also where somebody opens the file in the browser.
POLICY = "sandbox; default-src 'none'"


class Bytes(BaseRenderer):
    """Lets clients ask for any type they like: what comes is announced as octets all the same."""

    media_type = "*/*"
    format = "bytes"
    charset = None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:
        return encode(data)  # only DRF's own answer to OPTIONS comes here


def inert(body: bytes, *, content_type: str, filename: str) -> HttpResponse:
    """Return a download that a browser saves and does not look into.

    Args:
        body: as stored.
        content_type: octets, plain text or WARC; never what the source claims.
        filename: ours, without anything a stranger chose.
    """
    headers = {
        "Content-Disposition": f'attachment; filename="{filename}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(body, content_type=content_type, headers=headers)


def body_of(snapshot: Snapshot) -> bytes:
    """Return the stored bytes of a snapshot.

    Raises:
        NotFound: nothing is kept under its digest any more.
        Corrupt: what is kept was changed.
    """
    try:
        return archive.load(snapshot.sha256)
    except FileNotFoundError as error:
        raise NotFound("The bytes of this snapshot are not kept.") from error


def capture_of(snapshot: Snapshot) -> Response:
    """Return the capture that the row and its bytes stand for; an upload has none.

    Raises:
        NotFound: it was uploaded, or its bytes are not kept.
    """
    if snapshot.fetch_id is None or snapshot.http_status is None:
        raise NotFound("Nothing was captured here: the document was uploaded.")
    body = body_of(snapshot)
    headers = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in snapshot.headers)
    return Response(
        status=snapshot.http_status,
        reason=snapshot.http_reason,
        headers=dict(snapshot.headers),
        body=body,
        final_url=snapshot.final_url,
        hops=tuple(_hop(hop) for hop in snapshot.hops),
        wire_body=body,
        raw_headers=headers,
        request_headers=(),
        method="GET",
        http_version="1.1",
        peer_address=snapshot.peer_address,
        started_at=snapshot.captured_at,
    )


def _hop(hop: dict[str, Any]) -> Hop:
    location = hop.get("location", "")
    headers = ((b"Location", location.encode()),) if location else ()
    return Hop(url=hop["url"], status=hop["status"], reason="", location=location, peer_address="", raw_headers=headers)
