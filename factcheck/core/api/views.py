"""Base classes of every endpoint: they wire problems, limits, idempotency, pages and schema together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.utils.cache import patch_vary_headers
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import BaseParser
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import ViewSetMixin

from factcheck.core.api import handler, idempotency, limits
from factcheck.core.api.etags import required_version
from factcheck.core.api.pagination import CursorPages
from factcheck.core.api.renderers import JSONParser, JSONRenderer
from factcheck.core.api.schema import ConventionsSchema
from factcheck.core.api.throttles import ActorThrottle, AnonymousThrottle


class Conventions(APIView):
    """CONTRACT.md, HTTP, for one endpoint. Refusals of services pass through untouched."""

    renderer_classes: Sequence[type[BaseRenderer]] = (JSONRenderer,)
    parser_classes: Sequence[type[BaseParser]] = (JSONParser,)
    permission_classes = (IsAuthenticated,)
    throttle_classes = (ActorThrottle, AnonymousThrottle)
    schema = ConventionsSchema()
    max_body_bytes = limits.BODY_BYTES

    @property
    def actor(self) -> Any:
        """The person who asks; services take it as ``actor``."""
        return self.request.user

    @property
    def version(self) -> int:
        """The version in If-Match; raises 428 or 412 (see ``etags.required_version``)."""
        return required_version(self.request)

    def check_replay(self, request: Request, **kwargs: Any) -> None:
        """Raise when the stored answer of a repeated POST may no longer be shown. Nothing more to ask by default."""

    def get_exception_handler(self) -> Callable[[Exception, dict[str, Any]], Any]:
        return handler.handle

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        limits.check_size(request, self)
        limits.check_query(request.query_params, request.META.get("QUERY_STRING", ""))
        super().initial(request, *args, **kwargs)
        post = getattr(self, "post", None)
        if request.method == "POST" and post is not None:
            # DRF looks the handler up on the instance after this, so each POST is wrapped without a decorator.
            check = partial(self.check_replay, request, **kwargs)
            self.__dict__["post"] = lambda request, **kwargs: idempotency.run(post, request, check, **kwargs)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        # What one person may read must not be kept by a cache for the next.
        response.setdefault("Cache-Control", "private, no-store")
        patch_vary_headers(response, ("Authorization", "Cookie"))
        return response


class ApiView(Conventions):
    """An endpoint that is not about one model."""


class GenericApiView(Conventions, GenericAPIView):
    """An endpoint about rows of one model."""

    pagination_class = CursorPages


class ApiViewSet(ViewSetMixin, GenericApiView):
    """A resource: list, retrieve and moves in one class."""
