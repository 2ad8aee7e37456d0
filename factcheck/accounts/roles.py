"""The five roles of the desk and their order. Plain data."""

from __future__ import annotations

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is on this desk. Each includes the one before, save administrator."""

    VIEWER = "viewer", "Viewer"
    FACT_CHECKER = "fact_checker", "Fact-checker"
    REVIEWER = "reviewer", "Reviewer"
    EDITOR = "editor", "Editor"
    ADMINISTRATOR = "administrator", "Administrator"


EDITORIAL_ORDER = (Role.VIEWER, Role.FACT_CHECKER, Role.REVIEWER, Role.EDITOR)


def at_least(role: str, minimum: Role) -> bool:
    """Return whether ``role`` includes ``minimum``.

    An administrator reads like a viewer and makes no editorial move, so includes nothing above viewer.
    """
    if role == Role.ADMINISTRATOR:
        return minimum in {Role.VIEWER, Role.ADMINISTRATOR}
    if minimum == Role.ADMINISTRATOR:
        return False
    return EDITORIAL_ORDER.index(Role(role)) >= EDITORIAL_ORDER.index(minimum)
