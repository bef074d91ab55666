"""The names an institution has borne, each with its days and the decision that gave it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_keepers_and_imports"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InstitutionName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=300, verbose_name="Tên cơ sở")),
                ("name_key", models.CharField(db_index=True, editable=False, max_length=300)),
                (
                    "foreign_name",
                    models.CharField(blank=True, max_length=300, verbose_name="Tên giao dịch quốc tế"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="Từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Đến ngày")),
                ("grounds", models.CharField(blank=True, max_length=400, verbose_name="Căn cứ")),
                ("written_at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="names",
                        to="registry.institution",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tên của cơ sở",
                "ordering": ["institution", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("institution", "version"), name="registry_institution_name_version_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("institution",),
                        name="registry_institution_has_one_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("grounds", ""), _negated=True),
                        fields=("institution", "grounds"),
                        name="registry_institution_renamed_once_by_a_decision",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from", None),
                            ("valid_to", None),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="registry_institution_name_ends_after_it_begins",
                    ),
                ],
            },
        ),
    ]
