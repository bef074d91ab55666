"""Institutions stand in the register of an agency; files brought into a register are kept account of."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def give_keepers(apps, schema_editor):
    """Let the agency whose decision brought an institution in keep it."""
    licence, institution = apps.get_model("registry", "Licence"), apps.get_model("registry", "Institution")
    pairs = licence.objects.order_by("-pk").values_list("institution_id", "issuer_id")
    for institution_id, issuer_id in dict(pairs).items():
        institution.objects.filter(pk=institution_id).update(keeper_id=issuer_id)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_words_and_waivers"),
        ("registry", "0002_licences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="institution",
            name="keeper",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
            ),
        ),
        migrations.AddIndex(
            model_name="institution",
            index=models.Index(fields=["keeper", "name_key", "id"], name="institution_by_name"),
        ),
        migrations.AddIndex(
            model_name="licence",
            index=models.Index(fields=["issuer", "-issued_on", "-id"], name="licence_by_day"),
        ),
        migrations.AddIndex(
            model_name="diplomarecord",
            index=models.Index(
                condition=models.Q(("national_id", ""), _negated=True),
                fields=["national_id"],
                name="diploma_by_person",
            ),
        ),
        migrations.CreateModel(
            name="RegisterQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("facts", models.PositiveSmallIntegerField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("found", "Tìm thấy"),
                            ("not_found", "Không tìm thấy"),
                            ("compare", "Cần cán bộ đối chiếu"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "asked_on"], name="register_question_of_day")],
            },
        ),
        migrations.CreateModel(
            name="RegisterImport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "register",
                    models.CharField(
                        choices=[
                            ("diplomas", "Sổ gốc văn bằng, chứng chỉ"),
                            ("institutions", "Sổ cơ sở giáo dục nghề nghiệp"),
                            ("licences", "Sổ giấy phép hoạt động"),
                        ],
                        max_length=20,
                        verbose_name="Sổ",
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="Tên tệp")),
                ("sha256", models.CharField(max_length=64)),
                ("storage_key", models.CharField(blank=True, max_length=100)),
                ("rows", models.PositiveIntegerField(default=0)),
                ("uploaded_at", models.DateTimeField()),
                ("written_at", models.DateTimeField(blank=True, null=True)),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lần nhập sổ",
                "indexes": [
                    models.Index(fields=["keeper", "-uploaded_at"], name="register_import_by_keeper"),
                    models.Index(
                        condition=models.Q(("storage_key", ""), _negated=True),
                        fields=["uploaded_at"],
                        name="register_import_with_file",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("written_at__isnull", False)),
                        fields=("register", "keeper", "sha256"),
                        name="register_import_written_once",
                    )
                ],
            },
        ),
        migrations.RunPython(give_keepers, migrations.RunPython.noop),
    ]
