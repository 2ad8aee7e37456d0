"""How ids stand in paths: opaque to clients, the primary key to views."""

from __future__ import annotations

import re
from typing import Any

ID_PATTERN = r"^[0-9]{1,18}$"
_ID = re.compile(ID_PATTERN, re.ASCII)
NO_SUCH_ID = 0
# Low ids exist on any installation with data, so calls made from the examples meet something.
ID_SCHEMA: dict[str, Any] = {"type": "string", "pattern": ID_PATTERN, "examples": ["1", "2", "3"]}


class IdConverter:
    """``<id:pk>``. Whatever cannot be an id becomes one that no row has.

    So the refusal comes from the view: 401 for strangers first, then a 404 like that for any unknown id.
    """

    regex = "[^/]+"

    def to_python(self, value: str) -> int:
        return int(value) if _ID.fullmatch(value) else NO_SUCH_ID

    def to_url(self, value: Any) -> str:
        return str(value)
