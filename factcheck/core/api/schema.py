"""OpenAPI 3.1 of the conventions, so that an endpoint describes only what is its own.

Every operation documents the refusals it can answer, one by one, and no ``default``. ``@operation`` adds what the
method does not tell: ``@operation(request=VoteIn, responses={200: VerdictOut}, if_match=True)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

from factcheck.core.api import etags, idempotency
from factcheck.core.api.problems import MEDIA_TYPE
from factcheck.core.models.idempotency import KEY_CHARACTERS

F = TypeVar("F", bound=Callable[..., Any])

ALWAYS = (400, 401, 403, 406, 413, 422, 429)
WITH_BODY = (409, 415)
WITH_IF_MATCH = (409, 412, 428)
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
EDITS = {"PUT", "PATCH", "DELETE"}
MOVED_IDS = [str(number) for number in range(1, 9)]
_MARK = "x-conventions"
_DESCRIPTIONS = {
    400: "The request could not be read.",
    401: "Not signed in.",
    403: "This person may not.",
    404: "No such object.",
    405: "Method not offered.",
    406: "No acceptable media type.",
    409: "The state, another object or a running request forbids it.",
    412: "The object has changed since it was read.",
    413: "Beyond a limit, which is named.",
    415: "Media type not read here.",
    422: "Well-formed but wrong; `errors` by field.",
    428: "If-Match is missing.",
    429: "Too many requests; see Retry-After.",
    503: "Try again after Retry-After.",
}
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference", "examples": ["/problems/not-found"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "object",
            "description": "Messages by field, nested ones by dotted path: `appearances.0.url`.",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        },
    },
}
IDEMPOTENCY_KEY = OpenApiParameter(
    name=idempotency.HEADER,
    location=OpenApiParameter.HEADER,
    type={"type": "string", "pattern": idempotency.KEY_PATTERN, "maxLength": KEY_CHARACTERS},
    required=False,
    description="Sent again within 24 hours, the request has no second effect and gets the first answer.",
)
ETAG = OpenApiParameter(
    name="ETag",
    location=OpenApiParameter.HEADER,
    type={"type": "string", "examples": ['"7"']},
    response=[200, 201],
    description="Strong version of the object.",
)


def if_match_parameter(usual_version: int) -> OpenApiParameter:
    """Return the parameter; its example is the version in which an object usually is when this is asked of it."""
    return OpenApiParameter(
        name="If-Match",
        location=OpenApiParameter.HEADER,
        type={"type": "string", "pattern": etags.IF_MATCH_PATTERN, "examples": [etags.etag(usual_version)]},
        required=True,
        description="The ETag of the version you read.",
    )


@dataclass(frozen=True)
class Link:
    """How a success leads to another operation (OpenAPI 3.1, "Link Object").

    Args:
        path_id: pointer into the answer's body to the id in the next path.
        body: of the next request; values may be runtime expressions.
        is_edit: whether the next request says the version just read as If-Match.
    """

    path_id: str = "/id"
    body: Mapping[str, Any] | None = None
    is_edit: bool = False

    def described(self, operation_id: str) -> dict[str, Any]:
        """Return the link as the document has it."""
        parameters = {"path.id": f"$response.body#{self.path_id}"}
        if self.is_edit:
            parameters["header.If-Match"] = "$response.header.ETag"
        link: dict[str, Any] = {"operationId": operation_id, "parameters": parameters}
        return link if self.body is None else {**link, "requestBody": self.body}


def operation(  # noqa: PLR0913 - the options of one declaration, each with a default
    *,
    responses: Any = None,
    request: Any = None,
    problems: Sequence[int] = (),
    if_match: bool | None = None,
    has_etag: bool = False,
    is_public: bool = False,
    parameters: Sequence[OpenApiParameter | type[serializers.Serializer[Any]]] = (),
    links: Mapping[str, Link] | None = None,
    usual_version: int = 1,
    **described: Any,
) -> Callable[[F], F]:
    """Return a decorator for a view method that describes one operation.

    Args:
        responses: serializer or mapping by status, successes only.
        request: serializer of the body; None when it is the view's own.
        problems: further statuses of refusal, such as 404 where the path has no parameter.
        if_match: whether If-Match is needed; None leaves it to the method (PUT, PATCH and DELETE need it).
        has_etag: whether a success carries an ETag.
        is_public: whether it works without signing in.
        usual_version: in which the object usually is when this is asked; the example for If-Match.
        links: what can be done next with what a success gives, by operation id.
        described: passed to drf-spectacular's ``extend_schema``: summary, description, tags, operation_id …
    """
    mark = {
        "problems": tuple(problems),
        "if_match": if_match,
        "is_public": is_public,
        "links": links or {},
        "usual_version": usual_version,
    }
    described["extensions"] = {**described.get("extensions", {}), _MARK: mark}
    described["parameters"] = [*parameters, *([ETAG] if has_etag else [])]
    if responses is not None:
        described["responses"] = responses
    if request is not None:
        described["request"] = request
    if is_public:
        described["auth"] = [{}]
    return extend_schema(**described)


class ConventionsSchema(AutoSchema):
    """drf-spectacular's schema with our headers and refusals."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        described = super().get_operation(*args, **kwargs)
        if described is not None:
            described.pop(_MARK, None)
            if self.method in WRITES:
                _show_more_ids(described)
        return described

    def get_override_parameters(self) -> list[Any]:
        parameters = list(super().get_override_parameters())
        if self._needs_if_match():
            parameters.append(if_match_parameter(self._mark().get("usual_version", 1)))
        if self.method == "POST" and not self._mark().get("is_public"):
            parameters.append(IDEMPOTENCY_KEY)
        return parameters

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for body in bodies.values():
            if links := self._links():
                body["links"] = links
        for status in self.problem_statuses():
            bodies.setdefault(str(status), self._problem(status))
        return dict(sorted(bodies.items()))

    def _links(self) -> dict[str, Any]:
        links: Mapping[str, Link] = self._mark().get("links", {})
        return {operation_id: link.described(operation_id) for operation_id, link in links.items()}

    def problem_statuses(self) -> list[int]:
        """Return every status this operation may refuse with, in order."""
        statuses = {*ALWAYS, *self._mark().get("problems", ())}
        if "{" in self.path:
            statuses.add(404)
        if self.method in WRITES:
            statuses.update(WITH_BODY)
        if self._needs_if_match():
            statuses.update(WITH_IF_MATCH)
        return sorted(statuses)

    def _mark(self) -> Mapping[str, Any]:
        mark: Mapping[str, Any] = (self.get_extensions() or {}).get(_MARK, {})
        return mark

    def _needs_if_match(self) -> bool:
        asked = self._mark().get("if_match")
        return self.method in EDITS if asked is None else bool(asked)

    def _problem(self, status: int) -> dict[str, Any]:
        component = ResolvedComponent(  # type: ignore[no-untyped-call]
            name="Problem", type=ResolvedComponent.SCHEMA, schema=PROBLEM_SCHEMA, object="Problem"
        )
        self.registry.register_on_missing(component)
        response: dict[str, Any] = {
            "description": _DESCRIPTIONS.get(status, "Refused."),
            "content": {MEDIA_TYPE: {"schema": component.ref}},
        }
        header = {401: "WWW-Authenticate", 429: "Retry-After"}.get(status)
        if header:
            response["headers"] = {header: {"schema": {"type": "string"}}}
        return response


def _show_more_ids(described: dict[str, Any]) -> None:
    """Give the id in the path of a move more examples: it works in some states only, and a few ids may be in none."""
    for parameter in described.get("parameters", []):
        if parameter["in"] == "path":
            parameter["schema"] = {**parameter["schema"], "examples": MOVED_IDS}


def without_enum_marks(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Return the document without drf-spectacular's own notes on choices (a postprocessing hook)."""
    stack: list[Any] = [result]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            node.pop("x-spec-enum-id", None)
            stack.extend(node.values())
        elif isinstance(node, list):
            stack.extend(node)
    return result
