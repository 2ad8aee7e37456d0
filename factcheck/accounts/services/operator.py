"""The account under which commands act, so that what they do is attributed and audited like anybody's."""

from __future__ import annotations

from factcheck.accounts.models import User
from factcheck.accounts.roles import Role

USERNAME = "command-line"


def operator() -> User:
    """Return the account of whoever has a shell on this machine: a reviewer that cannot sign in."""
    user, is_new = User.objects.get_or_create(
        username=USERNAME, defaults={"role": Role.REVIEWER, "first_name": "Command line"}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
