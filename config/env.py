"""The one reader of the environment: every variable, its type, its default and what it is for.

Nothing else in the project looks at ``os.environ`` for configuration. docs/operations.md lists the same table; a test
compares them.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Variable:
    """One variable of the environment; ``default`` is what an unset or empty variable means."""

    name: str
    cast: Callable[[str], Any] | type
    default: Any
    help: str


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "DATABASE_URL",
        str,
        "",
        "PostgreSQL for the service, as a role that may not change tables. Empty: embedded.",
    ),
    Variable(
        "DATABASE_OWNER_URL",
        str,
        "",
        "PostgreSQL for `migrate`, as the owner of the tables. Empty: DATABASE_URL.",
    ),
    Variable(
        "DATABASE_AS_OWNER",
        bool,
        False,
        "Connect as the owner. `manage.py migrate` and `prepare` set it themselves.",
    ),
    Variable(
        "DATABASE_POOL",
        bool,
        False,
        "Pool of 2 to 8 connections a process. The web processes set it themselves.",
    ),
    Variable(
        "REDIS_URL",
        str,
        "",
        "Redis for the broker, limits and caches: redis://, rediss:// or unix://. Empty: embedded.",
    ),
    Variable(
        "SECRET_KEY",
        str,
        "",
        "Signs sessions and tokens; at least 50 characters. Outside production made once and kept in the"
        " data directory.",
    ),
    Variable(
        "ALLOWED_HOSTS",
        list,
        [],
        "Comma-separated host names this service answers to. Outside production: loopback.",
    ),
    Variable("DEBUG", bool, False, "Django's debug pages. Refused in production."),
    Variable(
        "FACTCHECK_DATA_DIR",
        str,
        "",
        "Where data files live. Empty: `.factcheck/` beside manage.py.",
    ),
    Variable(
        "FETCH_ALLOWED_PRIVATE_ORIGINS",
        list,
        [],
        "Comma-separated exact origins (`http://127.0.0.1:8080`) that may be fetched although not public.",
    ),
    Variable(
        "FETCH_EXTRA_PORTS",
        list,
        [],
        "Comma-separated ports that may be fetched from besides 80 and 443.",
    ),
    Variable(
        "USER_AGENT_CONTACT",
        str,
        "",
        "URL or mail address that fetched hosts see in the user agent. Empty: SITE_URL.",
    ),
    Variable(
        "GOOGLE_FACTCHECK_API_KEY",
        str,
        "",
        "Key of the Google Fact Check Tools API. Empty: that provider is refused with `no_key`.",
    ),
    Variable("PORT", int, 8000, "Port `make up` listens on."),
    Variable("BIND", str, "127.0.0.1", "Address `make up` listens on."),
    Variable("WEB_PROCESSES", int, 2, "Web worker processes, of four threads each."),
    Variable("WORKER_PROCESSES", int, 2, "Pool processes of each kind of Celery worker."),
    Variable(
        "SITE_URL",
        str,
        "",
        "Public address of this installation without a final slash. Empty: http://127.0.0.1:PORT.",
    ),
    Variable("SITE_NAME", str, "Factcheck Desk", "Name of the desk: publisher of its fact-checks."),
    Variable(
        "SECURE_PROXY",
        bool,
        False,
        "Trust X-Forwarded-Proto and -For of the one proxy in front. Set it only behind one that overwrites both.",
    ),
    Variable(
        "SNAPSHOT_STORAGE",
        str,
        "files",
        "Where snapshots are kept: `files` (data directory) or `s3`.",
    ),
    Variable("SNAPSHOT_S3_BUCKET", str, "", "Bucket for snapshots."),
    Variable("SNAPSHOT_S3_ENDPOINT", str, "", "Endpoint of an S3-compatible store. Empty: AWS."),
    Variable("SNAPSHOT_S3_REGION", str, "", "Region of the bucket."),
    Variable(
        "SNAPSHOT_S3_ACCESS_KEY",
        str,
        "",
        "Access key of the bucket. Empty: the instance's role.",
    ),
    Variable("SNAPSHOT_S3_SECRET_KEY", str, "", "Secret key of the bucket."),
    Variable(
        "EMAIL_URL",
        str,
        "consolemail://",
        "Outgoing mail, for example smtp+tls://user:password@host:587.",
    ),
    Variable("DEFAULT_FROM_EMAIL", str, "factcheck@localhost", "Sender of the service's mail."),
    Variable("LOG_LEVEL", str, "INFO", "Least level that is logged."),
    Variable("LOG_FORMAT", str, "json", "`json`, or `lines` for people."),
)

SECRET_MIN_LENGTH = 50
SECRET_MIN_DIFFERENT = 10
ROOT = Path(__file__).resolve().parents[1]
_BY_NAME = {variable.name: variable for variable in VARIABLES}
_reader = environ.Env()


def read(name: str) -> Any:
    """Return the variable ``name``, cast; its default when unset or empty.

    Raises:
        ImproperlyConfigured: when the value cannot be cast.
    """
    variable = _BY_NAME[name]
    if not _reader.str(name, default=""):
        return variable.default
    try:
        return _reader.get_value(name, cast=variable.cast)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is not a valid {variable.cast.__name__}: {error}") from error


def data_dir() -> Path:
    """Return the data directory, absolute; it may not exist yet."""
    named = read("FACTCHECK_DATA_DIR")
    return Path(named).resolve() if named else ROOT / ".factcheck"


def database(url: str) -> dict[str, Any]:
    """Return Django's database settings for a PostgreSQL ``url``.

    Raises:
        ImproperlyConfigured: for anything but PostgreSQL.
    """
    settings: dict[str, Any] = environ.Env.db_url_config(url)
    if "postgresql" not in str(settings.get("ENGINE")):
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database.")
    return settings


def broker_url(redis_url: str) -> str:
    """Return the Celery broker's form of ``redis_url``: kombu names sockets differently."""
    if not redis_url.startswith("unix://"):
        return redis_url
    socket, _, query = redis_url.removeprefix("unix://").partition("?")
    return f"redis+socket://{socket}?virtual_host={query.removeprefix('db=') or '0'}"


def email(url: str) -> dict[str, Any]:
    """Return Django's EMAIL_* settings for ``url``."""
    settings: dict[str, Any] = environ.Env.email_url_config(url)
    return {name: value for name, value in settings.items() if value is not None}


def snapshot_storage() -> dict[str, Any]:
    """Return the storage of snapshots for STORAGES.

    Raises:
        ImproperlyConfigured: for an unknown kind, or S3 without a bucket.
    """
    kind = read("SNAPSHOT_STORAGE")
    if kind == "files":
        options = {"location": str(data_dir() / "snapshots"), "file_permissions_mode": 0o600}
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    if kind != "s3" or not read("SNAPSHOT_S3_BUCKET"):
        raise ImproperlyConfigured("SNAPSHOT_STORAGE is `files`, or `s3` with SNAPSHOT_S3_BUCKET.")
    options = {
        "bucket_name": read("SNAPSHOT_S3_BUCKET"),
        "endpoint_url": read("SNAPSHOT_S3_ENDPOINT") or None,
        "region_name": read("SNAPSHOT_S3_REGION") or None,
        "access_key": read("SNAPSHOT_S3_ACCESS_KEY") or None,
        "secret_key": read("SNAPSHOT_S3_SECRET_KEY") or None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def kept_secret(folder: Path) -> str:
    """Return the secret key kept in ``folder``, making it on first use; safe when several processes start at once."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = folder / "secret-key"
    if not kept.exists():
        draft = folder / f"secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(64))
        try:
            os.link(draft, kept)
        except FileExistsError:  # another process was faster; its key counts
            pass
        finally:
            draft.unlink()
    return kept.read_text()


def production_problems(*, secret_key: str, debug: bool, allowed_hosts: list[str]) -> list[str]:
    """Return a sentence for each value that is unsafe in production."""
    problems = []
    if len(secret_key) < SECRET_MIN_LENGTH or len(set(secret_key)) < SECRET_MIN_DIFFERENT:
        problems.append(f"SECRET_KEY must be random and at least {SECRET_MIN_LENGTH} characters long.")
    if secret_key.startswith(("django-insecure", "only-for-tests", "changeme")):
        problems.append("SECRET_KEY is an example value.")
    if debug:
        problems.append("DEBUG must be off.")
    if not allowed_hosts or "*" in allowed_hosts:
        problems.append("ALLOWED_HOSTS must list this service's host names.")
    return problems
