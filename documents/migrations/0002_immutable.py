"""The database itself refuses to change what was issued, or a number that is closed."""

from django.db import migrations

FROZEN = (
    "verify_code", "agency_id", "entry_id", "draft_id", "number", "issued_on", "issued_at", "signer_id",
    "sha256", "size", "storage_key", "subject_type", "subject_id",
)  # fmt: skip
RULES = {
    "documents_issueddocument": ("{differs}", FROZEN),
    "documents_registerentry": (
        "OLD.state <> 'reserved' OR {differs}",
        ("register_id", "number", "text", "day"),
    ),
}
MESSAGE = "what was issued does not change"
POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION documents_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}';
END $$;
"""


def create_triggers(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    if not sqlite:
        schema_editor.execute(POSTGRES_FUNCTION)
    for table, (rule, columns) in RULES.items():
        unequal = "IS NOT" if sqlite else "IS DISTINCT FROM"
        when = rule.format(differs=" OR ".join(f"OLD.{column} {unequal} NEW.{column}" for column in columns))
        action = (
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}'); END"
            if sqlite
            else "EXECUTE FUNCTION documents_refuse()"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_immutable BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) {action}"
        )


def drop_triggers(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    for table in RULES:
        schema_editor.execute(
            f"DROP TRIGGER IF EXISTS {table}_immutable" + ("" if sqlite else f" ON {table}")
        )


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial")]
    operations = [migrations.RunPython(create_triggers, drop_triggers)]
