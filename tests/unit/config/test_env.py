"""The environment has one table, and the handbook shows the same one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env

ROW = re.compile(r"^\| `(?P<name>[A-Z][A-Z0-9_]*)` \| (?P<default>[^|]+) \| (?P<help>.+) \|$", re.MULTILINE)

# CONTRACT.md: these work in a script without Django, so they have a fallback of their own.
PLAIN_SCRIPT_FALLBACKS = {"factcheck/sources/http/settings.py", "factcheck/text/embeddings.py"}


def shown(default: object) -> str:
    if default in ("", []):
        return "empty"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def test_the_handbook_lists_every_variable_with_its_default_and_help() -> None:
    handbook = (env.ROOT / "docs" / "operations.md").read_text()
    rows = [(row["name"], row["default"], row["help"]) for row in ROW.finditer(handbook)]
    assert rows == [(v.name, shown(v.default), v.help) for v in env.VARIABLES]


def test_outside_config_only_entry_points_for_plain_scripts_read_the_environment() -> None:
    readers = [
        str(path.relative_to(env.ROOT))
        for package in ("factcheck", "claims")
        for path in (env.ROOT / package).rglob("*.py")
        if re.search(r"os\.environ|os\.getenv|from os import (environ|getenv)", path.read_text())
    ]
    assert set(readers) <= PLAIN_SCRIPT_FALLBACKS


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    assert env.read("PORT") == 8000


def test_a_list_is_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example,b.example")
    assert env.read("ALLOWED_HOSTS") == ["a.example", "b.example"]


def test_a_value_of_the_wrong_type_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "http")
    with pytest.raises(ImproperlyConfigured, match="PORT"):
        env.read("PORT")


def test_an_undeclared_variable_cannot_be_read() -> None:
    with pytest.raises(KeyError):
        env.read("HOME")


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("redis://localhost:6379/1", "redis://localhost:6379/1"),
        ("unix:///run/redis.sock?db=3", "redis+socket:///run/redis.sock?virtual_host=3"),
        ("unix:///run/redis.sock", "redis+socket:///run/redis.sock?virtual_host=0"),
    ],
)
def test_the_broker_gets_its_own_form_of_the_redis_url(url: str, broker: str) -> None:
    assert env.broker_url(url) == broker


def test_only_postgresql_is_taken_as_database() -> None:
    with pytest.raises(ImproperlyConfigured):
        env.database("sqlite:///x.db")


def test_s3_without_a_bucket_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SNAPSHOT_STORAGE", "s3")
    with pytest.raises(ImproperlyConfigured, match="SNAPSHOT_S3_BUCKET"):
        env.snapshot_storage()


def test_the_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = env.kept_secret(tmp_path)
    assert env.kept_secret(tmp_path) == first
    assert len(first) >= env.SECRET_MIN_LENGTH
    kept = tmp_path / "secret-key"
    assert kept.stat().st_mode & 0o777 == 0o600
