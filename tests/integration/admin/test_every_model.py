"""The back office shows every model, with a number of queries that does not grow with the rows."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factcheck.core.back_office import ReadOnlyAdmin
from tests.factories import desk
from tests.factories.people import person, superuser
from tests.integration.desk.conftest import SignIn

OURS = [m for label in ("core", "accounts", "sources", "claims") for m in apps.get_app_config(label).get_models()]
BY_NAME = pytest.mark.parametrize("model", OURS, ids=lambda m: m._meta.label_lower)
APPEND_ONLY = ("core.auditevent", "sources.snapshot", "sources.snapshottext", "claims.claimrevision", "claims.vote")


def _list(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _page(model: type[models.Model], row: models.Model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


@BY_NAME
def test_every_model_is_in_the_back_office_and_read_only_by_default(model: type[models.Model]) -> None:
    assert isinstance(admin.site._registry[model], ReadOnlyAdmin)
    assert admin.site._registry[model].list_select_related is not False


def test_nothing_of_other_packages_is_shown() -> None:
    assert set(admin.site._registry) == set(OURS)


@BY_NAME
def test_every_list_and_page_opens_for_fact_checkers_and_administrators(
    sign_in: SignIn, model: type[models.Model]
) -> None:
    desk.superseded_verdict()
    row = model._default_manager.first()
    for who in ("alice", "anne"):
        client = sign_in(who)
        assert client.get(_list(model)).status_code == 200
        assert client.get(_list(model), {"q": "1"}).status_code == 200
        if row is not None:
            assert client.get(_page(model, row)).status_code == 200


def test_no_list_asks_more_queries_for_more_rows(sign_in: SignIn) -> None:
    client = sign_in("alice")
    _everything(1)
    before = {model: _queries(client, _list(model)) for model in OURS}
    _everything(12)
    after = {model: _queries(client, _list(model)) for model in OURS}
    assert {m._meta.label: (before[m], after[m]) for m in OURS if after[m] > before[m]} == {}


def _everything(times: int) -> None:
    """Write rows of every kind that a claim's way to publication leaves behind."""
    for number in range(times):
        claim = desk.accepted_claim(f"Claim {number} of {times} says that the harvest doubled.")
        text = desk.page(url=f"https://ministry.example/{times}/{number}")
        desk.adopted_evidence(claim, text=text)
        desk.published_verdict(claim)
    person("chris")


@BY_NAME
def test_nobody_deletes_and_only_administrators_add(sign_in: SignIn, model: type[models.Model]) -> None:
    site, client = admin.site._registry[model], sign_in("carol")
    request = client.get(_list(model)).wsgi_request
    assert not site.has_delete_permission(request)
    assert not site.has_add_permission(request)
    assert not site.has_change_permission(request)


@pytest.mark.parametrize("who", ["vera", "superuser"])
def test_viewers_and_superusers_without_a_role_do_not_come_in(sign_in: SignIn, who: str) -> None:
    if who == "superuser":
        client = Client()
        client.force_login(superuser())
    else:
        client = sign_in(who)
    answer = client.get(reverse("admin:index"))
    assert answer.status_code == 302
    assert client.get(answer["Location"])["Location"] == "/"


@pytest.mark.django_db
def test_a_stranger_signs_in_on_the_desks_own_page() -> None:
    answer = Client().get(reverse("admin:index"), follow=True)
    assert answer.redirect_chain[-1][0].startswith(reverse("account_login"))


@pytest.mark.parametrize("label", APPEND_ONLY)
def test_what_is_append_only_cannot_be_changed_by_an_administrator(sign_in: SignIn, label: str) -> None:
    desk.approved_verdict()
    model = apps.get_model(label)
    row = model._default_manager.first()
    before = model._default_manager.filter(pk=row.pk).values().get()
    assert sign_in("anne").post(_page(model, row), {"action": "forged"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).values().get() == before
