"""People as other objects name them, and the person who asks."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from factcheck.accounts.models import User
from factcheck.accounts.roles import Role
from factcheck.core.api.fields import ObjectId
from factcheck.core.api.schema import operation
from factcheck.core.api.views import ApiView


class PersonShape(serializers.Serializer[Any]):
    """Somebody, as other objects name them."""

    id = ObjectId()
    username = serializers.CharField()


class MeShape(PersonShape):
    """The person who asks, and what their role lets them do where no object is concerned."""

    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    time_zone = serializers.CharField()
    available_actions = serializers.ListField(child=serializers.CharField())


def person(user: User | None) -> dict[str, Any] | None:
    """Return how an answer names ``user``, who may be nobody."""
    return None if user is None else {"id": str(user.pk), "username": user.username}


class MeView(ApiView):
    """``users/me/``."""

    @operation(responses={200: MeShape}, operation_id="users_me_retrieve")
    def get(self, _request: Request) -> Response:
        """Tell who asks."""
        user: User = self.actor
        return Response(
            {
                "id": str(user.pk),
                "username": user.username,
                "name": user.get_full_name(),
                "role": user.role,
                "time_zone": user.time_zone,
                "available_actions": [],
            }
        )
