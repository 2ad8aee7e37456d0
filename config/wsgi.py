"""The WSGI application. Web processes share a small pool of database connections; workers do without."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from config import embedded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
os.environ.setdefault("DATABASE_POOL", "true")
embedded.ensure()
application = get_wsgi_application()
