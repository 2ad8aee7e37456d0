"""The audit trail: chained per subject, append-only in the database, and every rewrite is found."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from factcheck.accounts.models import User
from factcheck.core.models import AuditEvent
from factcheck.core.services import audit


@pytest.fixture
def ann(db: None) -> User:
    return User.objects.create(username="ann")


def record(user: User, subject: str = "claim:1") -> AuditEvent:
    return audit.record(subject, "claim.accepted", actor=user, obj=user, data={"to": "accepted"})


def test_events_of_a_subject_form_a_chain(ann: User) -> None:
    first, second = record(ann), record(ann)
    other = record(ann, "claim:2")
    assert (first.sequence, second.sequence, other.sequence) == (1, 2, 1)
    assert second.previous_sha256 == first.sha256
    assert list(audit.broken_links()) == []


def test_the_digest_is_that_of_the_row_and_the_nonce(ann: User) -> None:
    event = record(ann)
    assert event.object_sha256 == audit.row_sha256(ann, event.nonce)
    ann.username = "bob"
    assert event.object_sha256 != audit.row_sha256(ann, event.nonce)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core_auditevent SET action = 'x'",
        "DELETE FROM core_auditevent",
    ],
)
def test_the_database_refuses_to_rewrite_the_trail(ann: User, statement: str) -> None:
    record(ann)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get().action == "claim.accepted"


@pytest.mark.parametrize("change", ["action = 'x'", "data = '{}'", "actor_id = NULL", "created_at = now()"])
def test_a_changed_event_is_found(ann: User, change: str) -> None:
    record(ann)
    changed = record(ann)
    _rewrite(f"UPDATE core_auditevent SET {change} WHERE id = {changed.pk}")
    assert [(b.subject, b.event_id) for b in audit.broken_links()] == [("claim:1", changed.pk)]


def test_a_removed_event_is_found(ann: User) -> None:
    _, removed, after = record(ann), record(ann), record(ann)
    _rewrite(f"DELETE FROM core_auditevent WHERE id = {removed.pk}")
    assert [(b.event_id, b.what) for b in audit.broken_links("claim:1")] == [(after.pk, "event 2 is missing")]


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    user = User.objects.create(username="ann")
    with pytest.raises(transaction.TransactionManagementError):
        record(user)
    assert not AuditEvent.objects.exists()


def test_the_database_refuses_to_truncate_the_trail(ann: User) -> None:
    record(ann)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER core_audit_no_truncate")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_auditevent CASCADE")
    assert AuditEvent.objects.count() == 1


def _rewrite(statement: str) -> None:
    """Do as a database owner could: switch the trigger off first."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # no pending foreign key checks while the table changes
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER core_audit_no_rewrite")
        cursor.execute(statement)
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER core_audit_no_rewrite")
