"""Production settings refuse unsafe values, all at once."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from config import env

GOOD = {"SECRET_KEY": "k3yQ" + "abcdefghijklmnopqrstuvwxyz0123456789" * 2, "ALLOWED_HOSTS": "desk.example"}


def test_all_problems_are_named_at_once() -> None:
    problems = env.production_problems(secret_key="short", debug=True, allowed_hosts=[])
    assert [problem.split()[0] for problem in problems] == ["SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"]


@pytest.mark.parametrize(
    "key", ["", "x" * 60, "django-insecure-" + GOOD["SECRET_KEY"], "only-for-tests-" + "0123456789" * 5]
)
def test_a_default_or_weak_secret_is_refused(key: str) -> None:
    assert env.production_problems(secret_key=key, debug=False, allowed_hosts=["desk.example"])


def test_a_wildcard_host_is_refused() -> None:
    assert env.production_problems(secret_key=GOOD["SECRET_KEY"], debug=False, allowed_hosts=["*"])


def test_good_values_are_taken() -> None:
    assert env.production_problems(secret_key=GOOD["SECRET_KEY"], debug=False, allowed_hosts=["desk.example"]) == []


def load(**environment: str) -> subprocess.CompletedProcess[str]:
    """Import the production settings in a process of their own."""
    code = "from config.settings import prod; print(prod.SESSION_COOKIE_SECURE, prod.DEBUG)"
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=env.ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_module_itself_refuses_to_load() -> None:
    done = load(DEBUG="true")
    assert done.returncode != 0
    for word in ("ImproperlyConfigured", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS"):
        assert word in done.stderr


def test_the_module_loads_with_good_values() -> None:
    done = load(**GOOD)
    assert (done.returncode, done.stdout) == (0, "True False\n"), done.stderr
