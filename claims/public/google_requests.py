"""Requests to the API compatible with Google's: how parameters arrive, are judged and are refused.

Source: https://cloud.google.com/apis/docs/system-parameters and google.rpc.Code.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.views.decorators.csrf import csrf_exempt

from claims.public.caching import cacheable, shared_with_any_site
from claims.publishing import google_api
from claims.publishing.hygiene import printable
from factcheck.core.errors import Invalid

VALUE_MAX_CHARACTERS = 2000
_INT32_MAX = 2**31 - 1
_SYSTEM = frozenset(
    {
        "key",
        "access_token",
        "oauth_token",
        "alt",
        "$alt",
        "callback",
        "fields",
        "$fields",
        "prettyPrint",
        "$prettyPrint",
    }
    | {"quotaUser", "userIp", "uploadType", "upload_protocol", "$.xgafv"}
)
_ALT_REFUSED = frozenset({"proto", "media"})

P = ParamSpec("P")


class Refusal(Exception):
    """An answer in Google's error shape."""

    def __init__(self, code: int, status: str, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.code, self.status, self.message, self.field = code, status, message, field

    @property
    def body(self) -> dict[str, Any]:
        """The error object; a field at fault is named in ``details``."""
        violations = [{"field": self.field, "description": self.message}] if self.field else []
        kind = "type.googleapis.com/google.rpc.BadRequest"
        details = [{"@type": kind, "fieldViolations": violations}] if violations else []
        return google_api.error(code=self.code, message=self.message, status=self.status, details=details)


def not_found(message: str = "Requested entity was not found.") -> Refusal:
    """Return the refusal for what does not exist."""
    return Refusal(404, "NOT_FOUND", message)


def invalid(field: str, message: str) -> Refusal:
    """Return the refusal of one parameter."""
    return Refusal(400, "INVALID_ARGUMENT", message, field=field)


@dataclass(frozen=True)
class Parameters:
    """The parameters of one call, system parameters set aside."""

    values: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return a parameter, or an empty text."""
        return self.values.get(name, "").strip()

    def number(self, name: str) -> int:
        """Return a parameter that is a whole number from 0; absent is 0.

        Raises:
            Refusal: it is none, or beyond 32 bits.
        """
        text = self.text(name)
        if not re.fullmatch(r"[0-9]{0,10}", text) or int(text or 0) > _INT32_MAX:
            raise invalid(name, f"Invalid value at '{name}' (a whole number from 0 to {_INT32_MAX}).")
        return int(text or 0)

    def start(self) -> int:
        """Return the place of the first result: that of the page token, else the offset.

        Raises:
            Refusal: the token is not ours, or was given for other parameters.
        """
        token = self.text("pageToken")
        if not token:
            return self.number("offset")
        try:
            position = google_api.decode_page_token(token, self.values)
        except Invalid as error:
            raise invalid("pageToken", error.errors["pageToken"][0]) from None
        return Parameters({"pageToken": position}).number("pageToken")

    def token_for(self, position: int) -> str:
        """Return the token of the page that starts at ``position``."""
        return google_api.encode_page_token(str(position), self.values)


Call = Callable[Concatenate[Parameters, P], dict[str, Any]]


def method(*names: str) -> Callable[[Call[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Make a view of a read method that takes the parameters ``names``; what writes answers 501.

    Pages are written at this desk, by its own rules; nobody writes them through this API.
    """

    def decorate(call: Call[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        def judged(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                return _json(call(_parameters(request, frozenset(names)), *args, **kwargs))
            except Refusal as refusal:
                return refused(refusal)

        read = cacheable(judged)

        @csrf_exempt
        @wraps(call)
        def view(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method in {"GET", "HEAD"}:
                return read(request, *args, **kwargs)
            if _means_get(request):
                return judged(request, *args, **kwargs)
            return refused(Refusal(501, "UNIMPLEMENTED", "Pages are written at this desk, not through this API."))

        return view

    return decorate


def refused(refusal: Refusal) -> HttpResponse:
    """Return the response that a refusal asks for."""
    return _json(refusal.body, status=refusal.code)


def _means_get(request: HttpRequest) -> bool:
    """Say whether a GET came as POST because its URI was too long (FACTS: over 2,048 characters)."""
    return request.method == "POST" and request.headers.get("X-HTTP-Method-Override", "").upper() == "GET"


def _parameters(request: HttpRequest, names: frozenset[str]) -> Parameters:
    given: dict[str, str] = {}
    for source in (request.GET, request.POST if _means_get(request) else QueryDict()):
        given.update({name: printable(value) for name, value in source.items() if isinstance(value, str)})
    if _ALT_REFUSED & {given.get("alt"), given.get("$alt")}:
        raise invalid("alt", "Only alt=json is offered.")
    for name, value in given.items():
        if name not in names | _SYSTEM:
            shown = name[:100]
            raise invalid(shown, f'Unknown name "{shown}": cannot bind query parameter.')
        if len(value) > VALUE_MAX_CHARACTERS:
            raise invalid(name, f"{name} has more than {VALUE_MAX_CHARACTERS} characters.")
    return Parameters({name: value for name, value in given.items() if name in names})


def _json(document: dict[str, Any], *, status: int = 200) -> HttpResponse:
    body = json.dumps(document, ensure_ascii=False, indent=2)
    content_type = "application/json; charset=UTF-8"
    return shared_with_any_site(HttpResponse(body, content_type=content_type, status=status))
