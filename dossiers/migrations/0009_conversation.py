"""What is written about a dossier, which the database itself neither changes nor lets go."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

TABLES = ("dossiers_message", "dossiers_messagefile")
MESSAGE = "what was written stays as it is"
POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION dossiers_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{MESSAGE}';
END $$;
"""


def create_triggers(apps, schema_editor):
    sqlite = schema_editor.connection.vendor == "sqlite"
    if not sqlite:
        schema_editor.execute(POSTGRES_FUNCTION)
    action = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END" if sqlite else "EXECUTE FUNCTION dossiers_keep()"
    for table in TABLES:
        for operation in ("UPDATE", "DELETE"):
            name = f"{table}_no_{operation.lower()}"
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} FOR EACH ROW {action}"
            )


def drop_triggers(apps, schema_editor):
    where = "" if schema_editor.connection.vendor == "sqlite" else " ON {table}"
    for table in TABLES:
        for operation in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{operation}{where.format(table=table)}")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_representation"),
        ("eforms", "0001_initial"),
        ("dossiers", "0008_signed_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Conversation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("written", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                ("waiting_since", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversation",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=Q(("waiting_since__isnull", False)),
                        fields=["waiting_since", "id"],
                        name="dossiers_unanswered",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("to_office", "Người nộp gửi Bộ phận Một cửa"),
                            ("to_applicant", "Bộ phận Một cửa gửi người nộp"),
                            ("to_one_stop", "Cơ quan giải quyết chuyển Bộ phận Một cửa"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.TextField(verbose_name="Nội dung")),
                ("idempotency_key", models.UUIDField()),
                ("sent_at", models.DateTimeField(verbose_name="Gửi lúc")),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "passes_on",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passed_on",
                        to="dossiers.message",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["dossier", "id"], name="dossiers_messages_in_order"),
                    models.Index(fields=["sender", "-sent_at"], name="dossiers_messages_of"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("sender", "idempotency_key"), name="dossiers_message_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(direction="to_office", agency__isnull=True)
                        | Q(direction__in=["to_applicant", "to_one_stop"], agency__isnull=False),
                        name="dossiers_an_office_writes_as_an_agency",
                    ),
                    models.CheckConstraint(
                        condition=Q(passes_on__isnull=True) | Q(direction="to_applicant"),
                        name="dossiers_passed_on_to_the_applicant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "attachment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="message_files",
                        to="eforms.attachment",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="dossiers.message",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("message", "attachment"), name="dossiers_message_file_once"
                    )
                ],
            },
        ),
        migrations.RunPython(create_triggers, drop_triggers),
    ]
