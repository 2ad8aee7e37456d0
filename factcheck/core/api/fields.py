"""Serializer fields every resource shares."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiExample, extend_schema_field, extend_schema_serializer
from rest_framework import serializers

SerializerClass = TypeVar("SerializerClass", bound=type[serializers.BaseSerializer[Any]])


def example(value: dict[str, Any]) -> Callable[[SerializerClass], SerializerClass]:
    """Return a decorator that shows ``value`` as a body people can send as it is."""
    return extend_schema_serializer(examples=[OpenApiExample("example", value=value, request_only=True)])


_ID = re.compile(r"[1-9][0-9]{0,17}")


@extend_schema_field({"type": "string", "pattern": "^[1-9][0-9]{0,17}$", "examples": ["1"]})
class ObjectId(serializers.Field):
    """An opaque id: a string outside, the primary key inside."""

    default_error_messages = {"invalid": "This is not an id."}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not _ID.fullmatch(data):
            self.fail("invalid")
        return int(data)

    def to_representation(self, value: Any) -> str:
        return str(getattr(value, "pk", value))


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class AvailableActions(serializers.Field):
    """Names of what the actor may do with the object now.

    Args:
        resolve: pure function of actor and object, asked for each row of a list: no queries.
    """

    def __init__(self, resolve: Callable[[Any, Any], Sequence[str]], **kwargs: Any) -> None:
        self.resolve = resolve
        super().__init__(**{**kwargs, "source": "*", "read_only": True})

    def to_representation(self, value: Any) -> list[str]:
        return list(self.resolve(self.context["request"].user, value))
