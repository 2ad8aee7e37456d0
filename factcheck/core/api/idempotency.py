"""One effect for a POST that is sent twice: the Idempotency-Key header (CONTRACT.md, HTTP).

Authentication, permission classes and throttles run before this, on replays too. What a service decides about the
object cannot be asked again without doing the move again; so a replay is refused once the person's role has changed,
and a view whose answer depends on more overrides ``check_replay``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.core.api import encoding
from factcheck.core.api.problems import KeyReused, StillRunning
from factcheck.core.errors import Invalid, NotPermitted
from factcheck.core.models.idempotency import KEY_CHARACTERS, PATH_CHARACTERS, IdempotencyKey
from factcheck.core.services import idempotency

HEADER = "Idempotency-Key"
KEY_PATTERN = r"^[!-~]{1,255}$"
KEPT_HEADERS = ("ETag", "Location", "Content-Type")
REPLAYED = "Idempotency-Replayed"

Handler = Callable[..., HttpResponseBase]


def key_of(request: Request) -> str | None:
    """Return the key the client sent, or None.

    Raises:
        Invalid: when it is longer than 255 characters, or not printable ASCII.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if len(key) > KEY_CHARACTERS:
        raise Invalid({HEADER: [f"At most {KEY_CHARACTERS} characters."]})
    if not re.match(KEY_PATTERN, key):
        raise Invalid({HEADER: ["Printable ASCII without spaces, at least one character."]})
    return key


def run(handler: Handler, request: Request, check_replay: Callable[[], None], **kwargs: Any) -> HttpResponseBase:
    """Return the handler's answer, or the stored answer to the same request.

    Args:
        check_replay: raises when the person may no longer see the stored answer.

    Raises:
        StillRunning: while another request holds the key.
        KeyReused: when the key was used with another body.
        NotPermitted: when the person's role has changed since.
    """
    key = key_of(request)
    if key is None or not request.user.is_authenticated:
        return handler(request, **kwargs)
    if len(request.path) > PATH_CHARACTERS:
        raise Invalid({HEADER: [f"Not with a path of more than {PATH_CHARACTERS} characters."]})
    scope: dict[str, Any] = {
        "user_id": request.user.pk,
        "method": str(request.method),
        "path": request.path,
        "key": key,
    }
    fingerprint = fingerprint_of(request)
    with transaction.atomic():
        _hold(scope.values())
        kept = idempotency.kept(**scope)
        if kept is not None:
            return _replay(kept, fingerprint, request, check_replay)
        response = handler(request, **kwargs)
        if 200 <= response.status_code < 300:
            _keep(scope, fingerprint, request, response)
        return response


def fingerprint_of(request: Request) -> str:
    """Return a hash of query and body: equal for equal content, however JSON or multipart was spelled."""
    digest = hashlib.sha256(request.META.get("QUERY_STRING", "").encode())
    data = request.data
    if not hasattr(data, "lists"):
        digest.update(b"\0json\0" + encoding.canonical(data))
        return digest.hexdigest()
    parts = [[name, [_part(value) for value in values]] for name, values in sorted(data.lists())]
    digest.update(b"\0form\0" + encoding.canonical(parts))
    return digest.hexdigest()


def _part(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    digest = hashlib.sha256()
    for chunk in value.chunks():
        digest.update(chunk)
    value.seek(0)
    return [value.name, value.content_type, digest.hexdigest()]


def _hold(scope: Iterable[Any]) -> None:
    """Take the key until the transaction ends, at commit or when the process dies; never wait for it."""
    digest = hashlib.sha256(encoding.canonical(list(scope))).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], "big", signed=True)])
        if not cursor.fetchone()[0]:
            raise StillRunning


def _replay(kept: IdempotencyKey, fingerprint: str, request: Request, check_replay: Callable[[], None]) -> HttpResponse:
    if kept.request_sha256 != fingerprint:
        raise KeyReused
    if kept.role != role_of(request):
        raise NotPermitted("Your role has changed since this request was answered.")
    check_replay()
    return HttpResponse(bytes(kept.body), status=kept.status, headers={**kept.headers, REPLAYED: "true"})


def _keep(scope: dict[str, Any], fingerprint: str, request: Request, response: HttpResponseBase) -> None:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    if isinstance(response, Response):
        # Not rendered yet, so its Content-Type still is Django's default.
        headers["Content-Type"] = response.content_type or "application/json"
        body = b"" if response.data is None else encoding.encode(response.data)
    else:
        body = bytes(getattr(response, "content", b""))
    IdempotencyKey.objects.create(
        **scope,
        request_sha256=fingerprint,
        role=role_of(request),
        status=response.status_code,
        headers=headers,
        body=body,
    )


def role_of(request: Request) -> str:
    """Return the role on the account that asks; empty where accounts have none."""
    return str(getattr(request.user, "role", ""))
