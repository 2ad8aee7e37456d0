"""``claims/{id}/inquiry/stream``: the same as polling, as server-sent events (HTML Living Standard, section 9.2).

A stream holds a thread of the web process, so each lives for seconds and there are two a process at most; whoever gets
a 503 polls instead. A browser's EventSource comes back by itself until the event ``settled`` tells it to stop.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from claims.api.checking import require_claim
from claims.api.research.inquiry import inquiry_body
from claims.selectors.rounds import WORKING
from factcheck.core.api.encoding import encode
from factcheck.core.api.problems import UNAVAILABLE, problem_response
from factcheck.core.api.schema import operation
from factcheck.core.api.views import ApiView

EVENT_STREAM = "text/event-stream"
STREAMS_A_PROCESS = 2
LIFETIME_S = 10.0
INTERVAL_S = 1.0
RETRY_AFTER_S = 5
# One event; its data is the JSON of the inquiry.
EVENT_SCHEMA = {
    "type": "object",
    "required": ["event", "data"],
    "properties": {"event": {"type": "string", "enum": ["progress", "settled"]}, "data": {"type": "string"}},
}
_free = threading.BoundedSemaphore(STREAMS_A_PROCESS)


class Events(BaseRenderer):
    """Lets clients accept event streams; the events themselves are written by ``_events``."""

    media_type = EVENT_STREAM
    format = "events"
    charset = None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:
        return encode(data)  # only DRF's own answer to OPTIONS comes here


class InquiryStreamView(ApiView):
    """``claims/{id}/inquiry/stream``."""

    renderer_classes = (Events,)

    @operation(operation_id="claims_inquiry_stream", responses={(200, EVENT_STREAM): EVENT_SCHEMA}, problems=(503,))
    def get(self, request: Request, pk: int) -> HttpResponse | StreamingHttpResponse:
        """Follow an inquiry: `progress` events with the inquiry's JSON, then `settled`. Closes after ten seconds."""
        require_claim(pk)
        if request.method == "HEAD":
            return HttpResponse(content_type=EVENT_STREAM)  # the events would hold a thread and go nowhere
        if not _free.acquire(blocking=False):
            headers = {"Retry-After": str(RETRY_AFTER_S)}
            return problem_response(UNAVAILABLE, "Too many streams: poll the inquiry instead.", headers)
        return StreamingHttpResponse(
            _Stream(pk, _free.release), content_type=EVENT_STREAM, headers={"X-Accel-Buffering": "no"}
        )


class _Stream:
    """The events of one stream; Django calls ``close`` however the response ends, and the place is free again."""

    def __init__(self, claim_id: int, release: Callable[[], None]) -> None:
        self._events = _events(claim_id)
        self._release: Callable[[], None] | None = release

    def __iter__(self) -> Iterator[bytes]:
        return self._events

    def close(self) -> None:
        """Give the place back, once."""
        release, self._release = self._release, None
        if release is not None:
            release()


def _events(claim_id: int) -> Iterator[bytes]:
    deadline = time.monotonic() + LIFETIME_S
    before: bytes = b""
    yield f"retry: {RETRY_AFTER_S * 1000}\n\n".encode()
    while True:
        body = inquiry_body(claim_id)
        if not connection.in_atomic_block:
            connection.close()  # back to the pool while nothing is asked
        now = encode(body)
        is_over = body["state"] != WORKING
        if now != before or is_over:
            yield b"event: " + (b"settled" if is_over else b"progress") + b"\ndata: " + now + b"\n\n"
            before = now
        if is_over or time.monotonic() + INTERVAL_S > deadline:
            return
        time.sleep(INTERVAL_S)
