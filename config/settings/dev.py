"""One machine, no environment: what ``make up`` and manage.py use unless DJANGO_SETTINGS_MODULE says otherwise.

Safe on loopback: DEBUG stays off unless asked for, the secret key is made once and kept in the data directory.
"""

from __future__ import annotations

from config import env
from config.settings.base import *  # noqa: F403
from config.settings.base import ALLOWED_HOSTS, DATA_DIR, SECRET_KEY

SECRET_KEY = SECRET_KEY or env.kept_secret(DATA_DIR)
ALLOWED_HOSTS = ALLOWED_HOSTS or ["127.0.0.1", "localhost", "[::1]"]
