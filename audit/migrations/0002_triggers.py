"""Puts the append-only triggers in place."""

from django.db import migrations

from audit.triggers import create_statements, drop_statements, execute


def create(apps, schema_editor):
    execute(schema_editor.connection, create_statements(schema_editor.connection.vendor))


def drop(apps, schema_editor):
    execute(schema_editor.connection, drop_statements(schema_editor.connection.vendor))


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
