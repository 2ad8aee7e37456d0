"""``verify`` finds each kind of tampering, and only that."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection

from claims.models import Evidence, PublicPage, Verdict
from factcheck.sources import archive
from factcheck.sources.models import SnapshotText
from tests.factories import desk
from tests.integration.public.conftest import page_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> PublicPage:
    """A published claim whose source's bytes are in the archive."""
    archive.store(desk.PAGE_TEXT.encode())
    return page_of(desk.superseded_verdict())


def run(*options: str, code: int = 0) -> dict[str, Any]:
    out = StringIO()
    try:
        call_command("verify", "--json", *options, stdout=out)
        ended = 0
    except SystemExit as exit_:
        ended = exit_.code
    assert ended == code
    return json.loads(out.getvalue())


def broken(*options: str) -> list[tuple[str, str]]:
    result = run(*options, code=1)
    assert not result["ok"]
    return [(item["kind"], item["id"]) for item in result["broken"]]


def test_untouched_desk_holds(page: PublicPage) -> None:
    result = run()
    assert result["ok"]
    assert result["broken"] == []
    assert result["checked"]["public_pages"] == result["checked"]["evidence"] == 1
    assert result["checked"]["audit_events"] > 10
    assert run("--claim", str(page.claim_id))["checked"] == result["checked"]


def test_changed_text_breaks_its_digest_and_the_quotation(page: PublicPage) -> None:
    text = SnapshotText.objects.get()
    SnapshotText.objects.update(text=f"x{text.text}")
    evidence = Evidence.objects.get()
    assert broken() == [("snapshot_text", str(text.pk)), ("evidence", str(evidence.pk))]


def test_missing_and_changed_bytes_are_told_apart(page: PublicPage) -> None:
    text = SnapshotText.objects.get()
    sha256 = text.snapshot.sha256
    path = archive.path_of(sha256)
    storage = storages["snapshots"]
    with storage.open(path, "wb") as file:
        file.write(b"something else")
    assert "no longer" in run(code=1)["broken"][0]["what"]
    storage.delete(path)
    assert "missing" in run(code=1)["broken"][0]["what"]


def test_rewritten_page_is_found(page: PublicPage) -> None:
    page.record["summary"] = "Something kinder."
    page.save()
    assert broken("--claim", str(page.claim_id)) == [("public_page", str(page.pk))]


def test_rewritten_verdict_is_found_on_its_page(page: PublicPage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE claims_verdict DISABLE TRIGGER USER")
    Verdict.objects.filter(state="superseded").update(justification="Never said.")
    assert broken() == [("public_page", str(page.pk))]


def test_rewritten_trail_is_found(page: PublicPage) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE core_auditevent SET action = 'verdict.praised' WHERE action = 'verdict.published'")
    (found,) = run(code=1)["broken"]
    assert found["kind"] == "audit_event"
    assert f"claim:{page.claim_id}" in found["what"]


def test_other_claims_are_left_alone(page: PublicPage) -> None:
    other = desk.accepted_claim("Another claim altogether.")
    page.record["summary"] = "Something kinder."
    page.save()
    assert run("--claim", str(other.pk))["ok"]


def test_people_read_a_summary(page: PublicPage) -> None:
    out = StringIO()
    call_command("verify", stdout=out)
    assert "public pages: 1 checked" in out.getvalue()
    assert "All hold." in out.getvalue()


def test_unknown_claim_is_an_error() -> None:
    with pytest.raises(CommandError, match="There is no claim 0"):
        call_command("verify", "--claim", "0")
