"""Tests: the embedded stack of ``.factcheck/test``, started by tests/conftest.py; the environment changes nothing.

Tests connect as the owner role, because they create and drop their database; what the application role may not do is
tested by connecting as it (tests/integration/test_stack_roles.py).
"""

from __future__ import annotations

import os

from config import env
from config.embedded.places import APP_ROLE, OWNER_ROLE, places_for
from config.settings.base import *  # noqa: F403
from config.settings.base import CACHES, STORAGES

DEBUG = False
SECRET_KEY = "only-for-tests-" + "0123456789" * 5
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATA_DIR = env.ROOT / ".factcheck" / "test"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
MODEL_CACHE_DIR = DATA_DIR / "models"

_worker = os.environ.get("PYTEST_XDIST_WORKER", "").removeprefix("gw")
_places = places_for(DATA_DIR)
DATABASES = {"default": env.database(_places.database_url(OWNER_ROLE))}
DATABASE_APPLICATION_ROLE = APP_ROLE
REDIS_URL = _places.redis_url(1 + int(_worker or 0) % 15)
CACHES["default"]["LOCATION"] = REDIS_URL
CELERY_BROKER_URL = env.broker_url(REDIS_URL)
STORAGES |= {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "snapshots": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
FETCH_ALLOWED_PRIVATE_ORIGINS = []
GOOGLE_FACTCHECK_API_KEY = ""
