"""The one reader of the environment: every variable, its type, its default and what it is for.

Nothing else in the project looks at ``os.environ`` for configuration. docs/operations.md lists the same table; a test
compares them.
"""

from __future__ import annotations

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
    Variable("DATABASE_URL", str, "", "PostgreSQL for the service, as a role that may not change tables. Empty: embedded."),
    Variable("DATABASE_OWNER_URL", str, "", "PostgreSQL for `migrate`, as the owner of the tables. Empty: DATABASE_URL."),
    Variable("REDIS_URL", str, "", "Redis for the broker, limits and caches: redis://, rediss:// or unix://. Empty: embedded."),
    Variable("SECRET_KEY", str, "", "Signs sessions and tokens; at least 50 characters. Outside production made once and kept in the data directory."),
    Variable("ALLOWED_HOSTS", list, [], "Comma-separated host names this service answers to. Outside production: loopback."),
    Variable("DEBUG", bool, False, "Django's debug pages. Refused in production."),
    Variable("FACTCHECK_DATA_DIR", str, "", "Where data files live. Empty: `.factcheck/` beside manage.py."),
    Variable("FETCH_ALLOWED_PRIVATE_ORIGINS", list, [], "Comma-separated exact origins (`http://127.0.0.1:8080`) that may be fetched although not public."),
    Variable("FETCH_EXTRA_PORTS", list, [], "Comma-separated ports that may be fetched from besides 80 and 443."),
    Variable("USER_AGENT_CONTACT", str, "", "URL or mail address that fetched hosts see in the user agent. Empty: SITE_URL."),
    Variable("GOOGLE_FACTCHECK_API_KEY", str, "", "Key of the Google Fact Check Tools API. Empty: that provider is refused with `no_key`."),
    Variable("PORT", int, 8000, "Port `make up` listens on."),
    Variable("BIND", str, "127.0.0.1", "Address `make up` listens on."),
    Variable("WEB_PROCESSES", int, 2, "Web worker processes, of four threads each."),
    Variable("WORKER_PROCESSES", int, 2, "Pool processes of each kind of Celery worker."),
    Variable("SITE_URL", str, "", "Public address of this installation without a final slash. Empty: http://127.0.0.1:PORT."),
    Variable("SITE_NAME", str, "Factcheck Desk", "Name of the desk: publisher of its fact-checks."),
    Variable("SECURE_PROXY", bool, False, "Trust X-Forwarded-Proto of the proxy in front. Set it only behind one that overwrites the header."),
    Variable("SNAPSHOT_STORAGE", str, "files", "Where snapshots are kept: `files` (data directory) or `s3`."),
    Variable("SNAPSHOT_S3_BUCKET", str, "", "Bucket for snapshots."),
    Variable("SNAPSHOT_S3_ENDPOINT", str, "", "Endpoint of an S3-compatible store. Empty: AWS."),
    Variable("SNAPSHOT_S3_REGION", str, "", "Region of the bucket."),
    Variable("SNAPSHOT_S3_ACCESS_KEY", str, "", "Access key of the bucket. Empty: the instance's role."),
    Variable("SNAPSHOT_S3_SECRET_KEY", str, "", "Secret key of the bucket."),
    Variable("EMAIL_URL", str, "consolemail://", "Outgoing mail, for example smtp+tls://user:password@host:587."),
    Variable("DEFAULT_FROM_EMAIL", str, "factcheck@localhost", "Sender of the service's mail."),
    Variable("LOG_LEVEL", str, "INFO", "Least level that is logged."),
)  # fmt: skip

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
