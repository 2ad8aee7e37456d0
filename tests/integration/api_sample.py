"""A small API built on the conventions alone: rows are tokens, versions are those of people."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.http import HttpResponseBadRequest
from django.urls import include, path
from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.accounts.models import Token, User
from factcheck.core.api.etags import versioned
from factcheck.core.api.fields import AvailableActions, ObjectId
from factcheck.core.api.limits import UPLOAD_BYTES
from factcheck.core.api.renderers import JSONParser
from factcheck.core.api.schema import operation
from factcheck.core.api.views import ApiView, GenericApiView
from factcheck.core.errors import NotAllowedInState, NotFound, Stale


class AppearanceIn(serializers.Serializer):
    url = serializers.URLField()


class RowIn(serializers.Serializer):
    label = serializers.CharField(max_length=100)
    appearances = AppearanceIn(many=True, required=False)


class RowOut(serializers.Serializer):
    id = ObjectId(source="pk")
    label = serializers.CharField()
    available_actions = AvailableActions(lambda actor, row: ["revoke"] if row.user_id == actor.pk else [])


class UploadIn(serializers.Serializer):
    file = serializers.FileField()


class Rows(GenericApiView):
    queryset = Token.objects.order_by("-id")
    serializer_class = RowOut

    @operation(responses=RowOut(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(Token.objects.filter(label__startswith="row"))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @operation(request=RowIn, responses={201: RowOut}, has_etag=True)
    def post(self, request: Request) -> Response:
        body = RowIn(data=request.data)
        body.is_valid(raise_exception=True)
        label = body.validated_data["label"]
        row = Token.objects.create(user=self.actor, label=label, digest=f"{label}-{Token.objects.count()}")
        if label == "refused":
            raise NotAllowedInState
        return versioned(self.get_serializer(row).data, version=1, status=201, location=f"/api/v1/rows/{row.pk}/")


class RankedRows(Rows):
    page_ordering = ("label", "id")


class Person(GenericApiView):
    queryset = User.objects.all()

    @operation(responses=OpenApiTypes.OBJECT, has_etag=True)
    def get(self, request: Request, pk: int) -> Response:
        person = User.objects.filter(pk=pk).first()
        if person is None:
            raise NotFound
        return versioned({"id": str(pk)}, version=person.version)

    @operation(request=RowIn, responses=OpenApiTypes.OBJECT, has_etag=True)
    def patch(self, request: Request, pk: int) -> Response:
        if not User.objects.filter(pk=pk, version=self.version).update(version=self.version + 1):
            raise Stale
        return versioned({"id": str(pk)}, version=self.version + 1)


class Uploads(ApiView):
    parser_classes = (MultiPartParser, JSONParser)
    max_body_bytes = UPLOAD_BYTES

    @operation(request={"multipart/form-data": UploadIn}, responses={201: OpenApiTypes.OBJECT})
    def post(self, request: Request) -> Response:
        body = UploadIn(data=request.data)
        body.is_valid(raise_exception=True)
        Token.objects.create(user=self.actor, label="upload", digest=f"upload-{Token.objects.count()}")
        return Response({"bytes": body.validated_data["file"].size}, status=201)


class Broken(ApiView):
    permission_classes = (AllowAny,)

    @operation(responses=OpenApiTypes.OBJECT, is_public=True)
    def get(self, request: Request, how: str) -> Any:
        failures: dict[str, Any] = {"crash": RuntimeError("bug"), "database": OperationalError("gone")}
        if how in failures:
            raise failures[how]
        return HttpResponseBadRequest("<h1>Bad</h1>")


urlpatterns = [
    path("", include("factcheck.core.urls")),
    path("api/v1/rows/", Rows.as_view()),
    path("api/v1/ranked/", RankedRows.as_view()),
    path("api/v1/people/<int:pk>/", Person.as_view()),
    path("api/v1/uploads/", Uploads.as_view()),
    path("api/v1/broken/<slug:how>/", Broken.as_view()),
]
