"""A client that is one member of the cast, with a token and nothing else."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from factcheck.accounts.services import tokens
from tests.factories.people import person

API = "/api/v1"


class Desk:
    """Calls the API as ``name``; answers are Django's responses, ``body`` reads them."""

    def __init__(self, name: str) -> None:
        self.user = person(name)
        self.headers = {"Authorization": f"Bearer {tokens.issue(user=self.user).secret}"}
        self.client = Client(raise_request_exception=True)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"{API}{path}", headers=self.headers | headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        data = json.dumps({} if body is None else body)
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(f"{API}{path}", data, content_type="application/json", headers=sent)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.patch(f"{API}{path}", json.dumps(body), content_type="application/json", headers=sent)

    def upload(self, path: str, fields: dict[str, Any]) -> Any:
        return self.client.post(f"{API}{path}", fields, headers=self.headers)


def body(response: Any, status: int = 200) -> Any:
    """Return the JSON of a response that has this status."""
    assert response.status_code == status, response.content
    return json.loads(response.content)
