"""Institutions, licences with majors, places and quotas, and every content a licence had."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_words_and_waivers"),
        ("registry", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Institution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="Mã cơ sở")),
                ("name", models.CharField(max_length=300, verbose_name="Tên cơ sở")),
                ("name_key", models.CharField(db_index=True, editable=False, max_length=300)),
                ("kind", models.CharField(blank=True, max_length=40, verbose_name="Loại cơ sở")),
                ("tax_code", models.CharField(blank=True, max_length=14, verbose_name="Mã số thuế")),
                ("address", models.JSONField(default=dict, verbose_name="Trụ sở chính")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="Điện thoại")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="Email")),
                ("valid_from", models.DateField(verbose_name="Từ ngày")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Đến ngày")),
                (
                    "successor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="registry.institution",
                    ),
                ),
            ],
            options={
                "verbose_name": "cơ sở giáo dục nghề nghiệp",
            },
        ),
        migrations.CreateModel(
            name="Licence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("number", models.CharField(max_length=80, verbose_name="Số")),
                ("issued_on", models.DateField(verbose_name="Ngày cấp")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="Hết hiệu lực")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("valid", "Còn hiệu lực"),
                            ("replaced", "Đã được thay thế"),
                            ("revoked", "Đã thu hồi"),
                        ],
                        default="valid",
                        max_length=10,
                        verbose_name="Tình trạng",
                    ),
                ),
                ("places", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="licences",
                        to="registry.institution",
                    ),
                ),
                (
                    "issuer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
            ],
            options={
                "verbose_name": "giấy phép hoạt động",
            },
        ),
        migrations.CreateModel(
            name="LicenceVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("content", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("valid", "Còn hiệu lực"),
                            ("replaced", "Đã được thay thế"),
                            ("revoked", "Đã thu hồi"),
                        ],
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="registry.licence",
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
                "ordering": ["licence", "version"],
            },
        ),
        migrations.CreateModel(
            name="LicensedMajor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.CharField(max_length=40, verbose_name="Trình độ")),
                ("code", models.CharField(blank=True, max_length=20, verbose_name="Mã ngành")),
                ("name", models.CharField(max_length=300, verbose_name="Tên ngành, nghề")),
                ("place", models.CharField(blank=True, max_length=40, verbose_name="Địa điểm")),
                ("yearly_quota", models.PositiveIntegerField(verbose_name="Quy mô tuyển sinh một năm")),
                (
                    "licence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="majors",
                        to="registry.licence",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("code",),
                name="registry_institution_code_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.UniqueConstraint(
                fields=("issuer", "number", "issued_on"), name="registry_licence_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="licenceversion",
            constraint=models.UniqueConstraint(
                fields=("licence", "version"), name="registry_licence_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="licensedmajor",
            constraint=models.UniqueConstraint(
                fields=("licence", "level", "code", "name", "place"), name="registry_major_once"
            ),
        ),
    ]
