"""The OpenAPI document as one page to read: plain HTML, no scripts, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Field:
    """A parameter, or a member of a body."""

    name: str
    place: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One call, as people read it."""

    id: str
    method: str
    path: str
    description: str
    fields: tuple[Field, ...]
    successes: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """The calls of one resource."""

    name: str
    operations: tuple[Operation, ...]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Show every call with its parameters, its body, and how it may end."""
    return render(request, "core/api_docs.html", {"groups": groups()})


@lru_cache(maxsize=1)
def groups() -> tuple[Group, ...]:
    """Return the calls of the OpenAPI document by resource; worked out once a process."""
    schema: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    found: dict[str, list[Operation]] = {}
    for path, item in schema["paths"].items():
        for method in METHODS:
            if method in item:
                name = next(iter(item[method].get("tags", [])), "")
                found.setdefault(name, []).append(_operation(path, method, item[method], schema))
    return tuple(Group(name, tuple(operations)) for name, operations in sorted(found.items()))


def _operation(path: str, method: str, described: dict[str, Any], schema: dict[str, Any]) -> Operation:
    responses = described["responses"]
    return Operation(
        id=described["operationId"],
        method=method.upper(),
        path=path,
        description=described.get("description", ""),
        fields=(*_parameters(described), *_members(described, schema)),
        successes=tuple(status for status in responses if status < "300"),
        problems=tuple(status for status in responses if status >= "300"),
    )


def _parameters(described: dict[str, Any]) -> Iterator[Field]:
    for parameter in described.get("parameters", []):
        yield Field(
            name=parameter["name"],
            place=parameter["in"],
            kind=_kind(parameter["schema"]),
            is_required=parameter.get("required", False),
            description=parameter.get("description", ""),
        )


def _members(described: dict[str, Any], schema: dict[str, Any]) -> Iterator[Field]:
    for media_type, body in described.get("requestBody", {}).get("content", {}).items():
        component = _resolved(body["schema"], schema)
        for name, member in component.get("properties", {}).items():
            yield Field(
                name=name,
                place=media_type,
                kind=_kind(_resolved(member, schema)),
                is_required=name in component.get("required", []),
                description=member.get("description", ""),
            )


def _resolved(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = node.get("$ref", "").rpartition("/")[2]
    component: dict[str, Any] = schema["components"]["schemas"][name] if name else node
    return component


def _kind(node: dict[str, Any]) -> str:
    """Return a few words about what a value looks like, limits included."""
    types = node.get("type", "object")
    words = [" or ".join(types) if isinstance(types, list) else types]
    if "format" in node:
        words.append(f"({node['format']})")
    if "enum" in node:
        words.append("one of " + ", ".join(str(value) for value in node["enum"]))
    limits = {"maxLength": "characters", "maxItems": "items", "maximum": "as value"}
    words += [f"at most {node[name]:,} {unit}" for name, unit in limits.items() if name in node]
    return " ".join(words)
