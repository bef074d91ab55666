"""Everything that became of a document is kept, not the latest alone: a second correction leaves the first in sight."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

STATES = ("corrected", "replaced", "revoked")


def keep_what_is_known(apps, schema_editor):
    """Write a line for each change the documents themselves name."""
    document, change = (apps.get_model("documents", name) for name in ("IssuedDocument", "StandingChange"))
    for state in STATES:
        known = document.objects.exclude(**{f"{state}_on": None})
        change.objects.bulk_create(
            change(
                document=each, state=state, on=getattr(each, f"{state}_on"),
                by_id=getattr(each, f"{state}_by_id"), at=each.issued_at,
            )
            for each in known.order_by("pk")
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_immutable"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StandingChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("valid", "Có hiệu lực"),
                            ("corrected", "Đã đính chính"),
                            ("replaced", "Đã được thay thế"),
                            ("revoked", "Đã thu hồi"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(verbose_name="ngày")),
                ("reason", models.TextField(blank=True, verbose_name="lý do")),
                ("at", models.DateTimeField()),
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
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes_made",
                        to="documents.issueddocument",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="documents.issueddocument",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(by__isnull=False),
                        fields=("document", "by"),
                        name="a_document_changes_another_once",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_what_is_known, migrations.RunPython.noop),
    ]
