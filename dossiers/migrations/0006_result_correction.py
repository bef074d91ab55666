import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_standing_changes"),
        ("dossiers", "0005_index_finished"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ResultCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_office", models.BooleanField(verbose_name="Cơ quan tự thấy")),
                ("begun_at", models.DateTimeField(verbose_name="Bắt đầu lúc")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="Kết thúc lúc")),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="documents.issueddocument",
                    ),
                ),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="correction",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "verbose_name": "đính chính, thay thế, thu hồi",
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(closed_at=None),
                        fields=("document",),
                        name="dossiers_one_open_correction",
                    )
                ],
            },
        ),
    ]
