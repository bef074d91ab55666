"""The triggers that make the audit tables append-only, for both databases.

SQLite has no TRUNCATE; a DELETE without WHERE fires row triggers there as soon as a table has
any. On PostgreSQL a statement trigger refuses TRUNCATE. A database owner can drop them: that is
what the anchors are for.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY = ("audit_auditentry", "audit_auditseal", "audit_auditanchor")
PRUNABLE = ("audit_auditvalues", "audit_accessentry")
PERMIT = "audit_pruningpermit"
MESSAGE = "audit rows are append-only"

POSTGRES_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}: % on %', TG_OP, TG_TABLE_NAME;
END $$;
CREATE OR REPLACE FUNCTION audit_refuse_without_permit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM {PERMIT}) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '{MESSAGE}: % on %', TG_OP, TG_TABLE_NAME;
END $$;
"""


def create_statements(vendor: str) -> list[str]:
    """Return the statements that put the triggers in place."""
    if vendor == "sqlite":
        return [sqlite_trigger(table, "UPDATE") for table in APPEND_ONLY + PRUNABLE] + [
            sqlite_trigger(table, "DELETE") for table in APPEND_ONLY + PRUNABLE
        ]
    statements = [POSTGRES_FUNCTIONS]
    for table in APPEND_ONLY + PRUNABLE:
        delete = "audit_refuse_without_permit" if table in PRUNABLE else "audit_refuse"
        statements += [
            postgres_trigger(table, "UPDATE", "audit_refuse"),
            postgres_trigger(table, "DELETE", delete),
            postgres_trigger(table, "TRUNCATE", "audit_refuse"),
        ]
    return statements


def postgres_trigger(table: str, operation: str, function: str) -> str:
    """Return one trigger of PostgreSQL; TRUNCATE is told to statements, the others to rows."""
    each = "STATEMENT" if operation == "TRUNCATE" else "ROW"
    name = f"{table}_no_{operation.lower()}"
    return (
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
    )


def sqlite_trigger(table: str, operation: str) -> str:
    """Return one trigger of SQLite."""
    unless = (
        f"WHEN NOT EXISTS (SELECT 1 FROM {PERMIT}) " if operation == "DELETE" and table in PRUNABLE else ""
    )
    return (
        f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} FOR EACH ROW {unless}"
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {operation} on {table}'); END"
    )


def drop_statements(vendor: str) -> list[str]:
    """Return the statements that take the triggers away (migrations backwards, flushes of tests)."""
    operations = ("update", "delete") if vendor == "sqlite" else ("update", "delete", "truncate")
    where = "" if vendor == "sqlite" else " ON {table}"
    return [
        f"DROP TRIGGER IF EXISTS {table}_no_{operation}{where.format(table=table)}"
        for table in APPEND_ONLY + PRUNABLE
        for operation in operations
    ]


def execute(connection: BaseDatabaseWrapper, statements: list[str]) -> None:
    """Run the statements one by one."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
