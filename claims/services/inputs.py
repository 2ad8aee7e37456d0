"""Judge input field by field and refuse it once, with everything that is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from factcheck.core.errors import Invalid

URL_MAX_CHARACTERS = 2000
_is_web_url = URLValidator(schemes=["http", "https"])


class Problems:
    """Collects what is wrong with each field; ``refuse`` raises if anything is."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}

    def add(self, field: str, message: str) -> None:
        """Note that ``field`` is wrong."""
        self._found.setdefault(field, []).append(message)

    def text(self, field: str, value: str, *, at_most: int, is_required: bool = False) -> None:
        """Note a text that is missing, longer than ``at_most`` characters, or not storable."""
        if is_required and not value.strip():
            self.add(field, "This may not be empty.")
        if len(value) > at_most:
            self.add(field, f"This has {len(value)} characters; the limit is {at_most}.")
        if not is_storable(value):
            self.add(field, "This holds characters that are not text.")

    def choice(self, field: str, value: str, choices: Collection[str]) -> None:
        """Note a value that is none of ``choices``."""
        if value not in choices:
            self.add(field, f"Choose one of: {', '.join(choices)}.")

    def url(self, field: str, value: str) -> None:
        """Note an address that is no http or https URL."""
        try:
            _is_web_url(value)
        except ValidationError:
            self.add(field, "This is no web address.")
        if len(value) > URL_MAX_CHARACTERS:
            self.add(field, f"The limit is {URL_MAX_CHARACTERS} characters.")

    def known(self, changes: Mapping[str, object], fields: Collection[str]) -> None:
        """Note each key of ``changes`` that cannot be changed."""
        for field in sorted(set(changes) - set(fields)):
            self.add(field, "This cannot be changed.")

    def refuse(self) -> None:
        """Do nothing when all is well.

        Raises:
            Invalid: with all that was noted.
        """
        if self._found:
            raise Invalid(self._found)


def is_storable(value: str) -> bool:
    """Return whether PostgreSQL can store ``value``: no NUL, no lone surrogates."""
    return "\x00" not in value and not any("\ud800" <= character <= "\udfff" for character in value)
