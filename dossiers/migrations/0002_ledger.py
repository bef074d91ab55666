"""Two clocks as a ledger the database itself does not let anybody change."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLE = "dossiers_clockentry"
MESSAGE = "a line of the ledger does not change"
POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION dossiers_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}';
END $$;
"""


def create_trigger(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    if not sqlite:
        schema_editor.execute(POSTGRES_FUNCTION)
    action = (
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END" if sqlite else "EXECUTE FUNCTION dossiers_refuse()"
    )
    schema_editor.execute(f"CREATE TRIGGER {TABLE}_immutable BEFORE UPDATE ON {TABLE} FOR EACH ROW {action}")


def drop_trigger(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_immutable" + ("" if sqlite else f" ON {TABLE}"))


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="original_due_at",
            field=models.DateTimeField(
                help_text="what the ledger owes without its extension",
                null=True,
                verbose_name="Hẹn trả khi chưa gia hạn",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="reception_due_at",
            field=models.DateTimeField(null=True, verbose_name="Hạn tiếp nhận"),
        ),
        migrations.CreateModel(
            name="ClockEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clock",
                    models.CharField(
                        choices=[("reception", "Tiếp nhận"), ("term", "Thời hạn giải quyết")], max_length=10
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("promised", "Hẹn trả"),
                            ("started", "Bắt đầu"),
                            ("paused", "Tạm dừng"),
                            ("resumed", "Chạy tiếp"),
                            ("reset", "Tính lại từ đầu"),
                            ("extended", "Gia hạn"),
                            ("continued", "Vẫn chạy"),
                            ("recomputed", "Tính lại theo lịch"),
                            ("stopped", "Dừng"),
                        ],
                        max_length=10,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("basis", models.CharField(blank=True, max_length=300)),
                ("was_due_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="clock_entries",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["dossier", "clock", "id"], name="dossiers_ledger")],
            },
        ),
        migrations.RunPython(create_trigger, drop_trigger),
    ]
