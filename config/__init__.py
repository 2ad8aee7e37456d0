"""How it runs: settings, URLs, Celery, WSGI, embedded stack, supervisor, demo. Nobody imports it."""
