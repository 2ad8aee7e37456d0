"""Whom inquiries may ask: providers are added, changed and switched by administrators, on the desk's audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from factcheck.accounts import policy
from factcheck.core.errors import Invalid, NotFound, Stale
from factcheck.core.services import audit
from factcheck.sources.models import Provider
from factcheck.sources.providers import KINDS

EDITABLE = ("name", "base_url", "is_enabled")


@transaction.atomic
def add_provider(*, kind: str, name: str, base_url: str = "", is_enabled: bool = True, actor: Any) -> Provider:
    """Return a new provider.

    Args:
        kind: a key of ``factcheck.sources.providers.KINDS``.
        name: what people call it; unique.
        base_url: where it is asked; keys never go here but into settings.
        is_enabled: whether rounds ask it unless told otherwise.
        actor: an administrator.

    Raises:
        NotPermitted: the actor is no administrator.
        Invalid: an unknown kind, a name that is taken, a bad address.
    """
    policy.require("provider.manage", actor)
    provider = Provider(kind=kind, name=name, base_url=base_url, is_enabled=is_enabled)
    _judge(provider)
    provider.save()
    _record("provider.added", provider, actor)
    return provider


@transaction.atomic
def change_provider(
    *, provider_id: int, changes: Mapping[str, Any], actor: Any, version: int | None = None
) -> Provider:
    """Change some of ``EDITABLE`` and return the provider; its kind stays.

    Raises:
        NotPermitted: the actor is no administrator.
        NotFound: there is no such provider.
        Stale: it has changed since ``version``.
        Invalid: a field that cannot be changed, a name that is taken, a bad address.
    """
    policy.require("provider.manage", actor)
    provider = Provider.objects.select_for_update().filter(pk=provider_id).first()
    if provider is None:
        raise NotFound("There is no such provider.")
    if version is not None and version != provider.version:
        raise Stale
    unknown = {name: ["This cannot be changed."] for name in set(changes) - set(EDITABLE)}
    if unknown:
        raise Invalid(unknown)
    for name, value in changes.items():
        setattr(provider, name, value)
    _judge(provider)
    provider.version += 1
    provider.save()
    _record("provider.changed", provider, actor)
    return provider


def _judge(provider: Provider) -> None:
    if provider.kind not in KINDS:
        raise Invalid({"kind": [f"Choose one of: {', '.join(KINDS)}."]})
    try:
        provider.full_clean()
    except ValidationError as error:
        raise Invalid(error.message_dict) from error


def _record(action: str, provider: Provider, actor: Any) -> None:
    data = {"provider": provider.pk, "kind": provider.kind, "is_enabled": provider.is_enabled}
    audit.record(audit.DESK, action, actor=actor, obj=provider, data=data)
