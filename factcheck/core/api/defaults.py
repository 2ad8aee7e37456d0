"""What settings give to DRF and drf-spectacular so that views outside our base classes follow the conventions too."""

from __future__ import annotations

from typing import Any

from factcheck.core.api.paths import ID_SCHEMA

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": (
        "factcheck.accounts.authentication.TokenAuthentication",
        "factcheck.accounts.authentication.SessionAuthentication",
    ),
    "DEFAULT_PERMISSION_CLASSES": ("rest_framework.permissions.IsAuthenticated",),
    "DEFAULT_RENDERER_CLASSES": ("factcheck.core.api.renderers.JSONRenderer",),
    "DEFAULT_PARSER_CLASSES": ("factcheck.core.api.renderers.JSONParser",),
    "DEFAULT_FILTER_BACKENDS": (),
    "DEFAULT_PAGINATION_CLASS": "factcheck.core.api.pagination.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "factcheck.core.api.schema.ConventionsSchema",
    "EXCEPTION_HANDLER": "factcheck.core.api.handler.handle",
    # Without a proxy of ours, X-Forwarded-For is whatever the caller writes: limits count the address that connects.
    "NUM_PROXIES": 0,
    # ?format= would be a second, undocumented way to negotiate.
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": (
        "factcheck.core.api.renderers.JSONRenderer",
        "rest_framework.renderers.MultiPartRenderer",
    ),
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Factcheck API",
    "VERSION": "1",
    "DESCRIPTION": "Claims, context sources, evidence, verdicts and their publication.",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "PATH_CONVERTER_OVERRIDES": {"id": ID_SCHEMA},
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    # Choices stay where they are used: shared names for them would have to be kept up by hand.
    "POSTPROCESSING_HOOKS": ["factcheck.core.api.schema.without_enum_marks"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
}
