"""Refuse to rewrite the audit trail: a plain SQL trigger, and no such rights for the application role."""

from django.conf import settings
from django.db import migrations

TRIGGER = """
CREATE FUNCTION core_audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER core_audit_no_rewrite BEFORE UPDATE OR DELETE ON core_auditevent
    FOR EACH ROW EXECUTE FUNCTION core_audit_refuse();
CREATE TRIGGER core_audit_no_truncate BEFORE TRUNCATE ON core_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION core_audit_refuse();
"""
UNDO = """
DROP TRIGGER core_audit_no_truncate ON core_auditevent;
DROP TRIGGER core_audit_no_rewrite ON core_auditevent;
DROP FUNCTION core_audit_refuse();
"""


def revoke_rights(apps, schema_editor):
    """Take UPDATE, DELETE and TRUNCATE from the application role, where it is not the owner who migrates."""
    role = settings.DATABASE_APPLICATION_ROLE
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s AND rolname <> current_user", [role])
        if cursor.fetchone():
            quoted = schema_editor.quote_name(role)
            cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON core_auditevent FROM {quoted}")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(TRIGGER, UNDO),
        migrations.RunPython(revoke_rights, migrations.RunPython.noop),
    ]
