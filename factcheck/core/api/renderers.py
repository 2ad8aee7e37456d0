"""Reading and writing request bodies."""

from __future__ import annotations

from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from factcheck.core.api import encoding
from factcheck.core.api.limits import BODY_BYTES, too_large
from factcheck.core.errors import Invalid


class JSONRenderer(BaseRenderer):
    """Writes JSON with orjson, several times faster than the standard library on a page of rows."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> bytes:
        return b"" if data is None else encoding.encode(data)


class JSONParser(BaseParser):
    """Reads JSON: strict, bounded in bytes and depth, without NUL characters."""

    media_type = "application/json"

    def parse(self, stream: IO[Any], *_args: Any, **_kwargs: Any) -> Any:
        raw = stream.read(BODY_BYTES + 1)
        if len(raw) > BODY_BYTES:
            raise too_large(BODY_BYTES)
        try:
            data = encoding.decode(raw)
        except ValueError as error:
            raise ParseError(f"The body is not JSON in UTF-8: {error}") from error
        paths = encoding.nul_paths(raw, data)
        if paths:
            raise Invalid({path: ["NUL characters are not allowed."] for path in paths})
        return data
