"""Starts the embedded stack for the test session: the code path production uses, in ``.factcheck/test``.

All xdist workers share one stack; each has its own database and its own Redis number.
"""

from __future__ import annotations

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config import embedded

# How long an example takes says more about the machine than about the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    """Attach before any test; the last process of the session stops the servers."""
    if config.option.collectonly or config.option.help:
        return
    stack = embedded.attach(settings.DATA_DIR, disposable=True)
    config.add_cleanup(stack.release)
    # WhiteNoise warns, and warnings fail, when what collectstatic makes is not there.
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Let TransactionTestCase flush the audit table between tests; tests of the trigger switch it on again."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER core_audit_no_truncate")
