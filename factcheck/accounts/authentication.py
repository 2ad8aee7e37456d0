"""Who asks: a bearer token (RFC 6750), or a browser session with its CSRF token."""

from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from factcheck.accounts.models.user import User
from factcheck.accounts.services import tokens
from factcheck.core.api.problems import CsrfFailed

SCHEME = "Bearer"
REALM = "api"


class TokenAuthentication(authentication.BaseAuthentication):
    """``Authorization: Bearer <token>``. Other schemes are left to others."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        user = tokens.user_of(secret.strip())
        if user is None:
            raise exceptions.AuthenticationFailed("This token is unknown, expired or revoked.")
        return user, None

    def authenticate_header(self, _request: Request) -> str:
        return f'{SCHEME} realm="{REALM}"'


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of our own pages; changes need the CSRF token."""

    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except exceptions.PermissionDenied as error:
            raise CsrfFailed(str(error.detail)) from error


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes bearer tokens in the OpenAPI document."""

    target_class = "factcheck.accounts.authentication.TokenAuthentication"
    name = "bearer"

    def get_security_definition(self, _auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "Issued by `manage.py issue_token`."}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the browser session in the OpenAPI document."""

    target_class = "factcheck.accounts.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, _auto_schema: object) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}
