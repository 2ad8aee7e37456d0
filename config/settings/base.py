"""What holds everywhere. Values that differ by place come from ``config.env``; dev, test and prod build on this."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF
from django.urls import reverse_lazy

from config import env
from config.embedded.places import APP_ROLE, places_for
from config.logs import logging_settings
from factcheck.core.api.defaults import REST_FRAMEWORK, SPECTACULAR_SETTINGS  # noqa: F401 - settings

BASE_DIR = env.ROOT
DATA_DIR = env.data_dir()
DEBUG: bool = env.read("DEBUG")
SECRET_KEY: str = env.read("SECRET_KEY")
ALLOWED_HOSTS: list[str] = env.read("ALLOWED_HOSTS")

SITE_NAME: str = env.read("SITE_NAME")
SITE_URL: str = env.read("SITE_URL") or f"http://127.0.0.1:{env.read('PORT')}"

FIRST_PARTY_APPS = [
    "factcheck.core.apps.CoreConfig",
    "factcheck.accounts.apps.AccountsConfig",
    "factcheck.sources.apps.SourcesConfig",
    "claims.apps.ClaimsConfig",
]
INSTALLED_APPS = [
    *FIRST_PARTY_APPS,
    "config.apps.HouseConfig",
    "factcheck.accounts.apps.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_linear_migrations",
    "django_prometheus",
    "django_structlog",
    "drf_spectacular",
    "rest_framework",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "factcheck.core.api.middleware.ProblemMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "factcheck.accounts.middleware.TimeZoneMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "claims.desk.context.site",
            ],
        },
    },
]

# --- stores -------------------------------------------------------------------------------------------------------
_embedded = places_for(DATA_DIR)
_application = env.database(env.read("DATABASE_URL") or _embedded.database_url(APP_ROLE))
_owner = env.database(env.read("DATABASE_OWNER_URL")) if env.read("DATABASE_OWNER_URL") else _application
DATABASES: dict[str, dict[str, Any]] = {"default": _owner if env.read("DATABASE_AS_OWNER") else _application}
DATABASE_APPLICATION_ROLE: str = _application["USER"] or APP_ROLE  # migrations take rights from it
if env.read("DATABASE_POOL"):
    DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 2, "max_size": 8, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL: str = env.read("REDIS_URL") or _embedded.redis_url()
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
    },
}

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "snapshots": env.snapshot_storage(),
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # CONTRACT.md: API body 5 MB
FILE_UPLOAD_PERMISSIONS = 0o600

# --- people and safety --------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "config.sign_in.InvitedOnly"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    },
}

# --- language and time --------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

# --- mail and logs ------------------------------------------------------------------------------------------------
vars().update(env.email(env.read("EMAIL_URL")))
DEFAULT_FROM_EMAIL: str = env.read("DEFAULT_FROM_EMAIL")
LOGGING = logging_settings(level=env.read("LOG_LEVEL"), for_people=env.read("LOG_FORMAT") == "lines")

# --- API ----------------------------------------------------------------------------------------------------------
# REST_FRAMEWORK and SPECTACULAR_SETTINGS: factcheck/core/api/defaults.py

# --- fetching -----------------------------------------------------------------------------------------------------
FETCH_ALLOWED_PRIVATE_ORIGINS: list[str] = env.read("FETCH_ALLOWED_PRIVATE_ORIGINS")
FETCH_EXTRA_PORTS: list[str] = env.read("FETCH_EXTRA_PORTS")
USER_AGENT_CONTACT: str = env.read("USER_AGENT_CONTACT") or SITE_URL
GOOGLE_FACTCHECK_API_KEY: str = env.read("GOOGLE_FACTCHECK_API_KEY")
MODEL_CACHE_DIR = DATA_DIR / "models"

# --- queue: FACTS.md, "Celery settings of the 26-fault trial"; docs/adr/0001-embedded-stack.md --------------------
QUEUE_SLICE_S = 60
CELERY_BROKER_URL = env.broker_url(REDIS_URL)
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_ACKS_ON_FAILURE_OR_TIMEOUT = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 75
CELERY_TASK_TIME_LIMIT = 90
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 30
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_timeout": 30,
    "socket_connect_timeout": 3,
    "socket_keepalive": True,
    "health_check_interval": 25,
    "global_keyprefix": "factcheck:",
}
CELERY_TASK_DEFAULT_QUEUE = "lookups"
CELERY_TASK_ROUTES = {
    "core.sweep": {"queue": "sweeps"},
    "core.forget_answers": {"queue": "sweeps"},
    "sources.fetch*": {"queue": "fetches"},
    "sources.anal*": {"queue": "analysis"},
    "sources.rank*": {"queue": "analysis"},
}
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "core.sweep", "schedule": 5.0, "options": {"expires": 5.0, "ignore_result": True}},
    "forget-answers": {"task": "core.forget_answers", "schedule": 3600.0, "options": {"expires": 3600.0}},
}
