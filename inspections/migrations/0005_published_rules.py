"""Rules an agency publishes of its own: whom to inspect next, what counts as digital."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_rights_over_inspections"),
        ("inspections", "0004_proof_of_minutes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PublishedRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("risk", "Đề xuất đối tượng kiểm tra theo rủi ro"),
                            ("digital", "Tỷ lệ kiểm tra qua môi trường số"),
                        ],
                        max_length=8,
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="Phiên bản")),
                ("files", models.JSONField()),
                ("version_hash", models.CharField(max_length=64)),
                ("valid_from", models.DateField(verbose_name="Áp dụng từ")),
                ("reason", models.TextField(verbose_name="Vì sao thay đổi")),
                ("published_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inspection_rules",
                        to="accounts.agency",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "bộ quy tắc kiểm tra",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "kind", "number"), name="inspection_rules_a_number"
                    )
                ],
            },
        ),
    ]
