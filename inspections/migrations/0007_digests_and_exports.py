import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Anybody asks for minutes by the digest in their QR; a closed inspection's data are handed on once."""

    dependencies = [
        ("inspections", "0006_what_is_sent_once"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="minutes",
            index=models.Index(fields=["content_digest"], name="inspection_minutes_by_digest"),
        ),
        migrations.CreateModel(
            name="DataExport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.JSONField()),
                ("content_digest", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                (
                    "inspection",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="data_export",
                        to="inspections.inspection",
                    ),
                ),
            ],
            options={"verbose_name": "bản xuất nhóm dữ liệu 19"},
        ),
    ]
