"""What the applicant is asked to supplement, the statutory papers, the one extension, the result in a word."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_words_and_waivers"),
        ("documents", "0002_immutable"),
        ("dossiers", "0002_ledger"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="result",
            field=models.CharField(
                blank=True,
                help_text="the flow's word, e.g. cap, khong_cap",
                max_length=40,
                verbose_name="Kết quả",
            ),
        ),
        migrations.CreateModel(
            name="Extension",
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
                            ("proposed", "Chờ lãnh đạo ký"),
                            ("signed", "Đã gia hạn"),
                            ("declined", "Không gia hạn"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("was_due_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(help_text="the new moment, once signed", null=True)),
                ("reason", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupplementRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[("reception", "Tiếp nhận"), ("appraisal", "Thẩm tra")],
                        default="reception",
                        max_length=10,
                    ),
                ),
                ("node_id", models.CharField(help_text="the step that asks", max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Đang lập"),
                            ("asked", "Chờ duyệt, chờ gửi"),
                            ("sent", "Chờ người nộp"),
                            ("answered", "Chờ kiểm tra"),
                            ("supplied", "Đã bổ sung đủ"),
                            ("dropped", "Không gửi"),
                            ("expired", "Quá hạn bổ sung"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "is_late",
                    models.BooleanField(
                        default=False, help_text="asked after the days the law gives, or again"
                    ),
                ),
                (
                    "clock_policy",
                    models.CharField(blank=True, help_text="empty: the procedure's own", max_length=10),
                ),
                ("reason", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                ("answer_by", models.DateTimeField(null=True, verbose_name="Hạn bổ sung")),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="supplement_rounds",
                        to="dossiers.dossier",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="SupplementItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "target",
                    models.CharField(
                        choices=[
                            ("field", "Mục khai"),
                            ("cell", "Ô của bảng"),
                            ("page", "Trang giấy tờ"),
                            ("whole", "Cả tờ khai"),
                        ],
                        max_length=6,
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=80)),
                ("row", models.PositiveIntegerField(null=True)),
                ("column", models.CharField(blank=True, max_length=80)),
                ("page", models.PositiveIntegerField(null=True)),
                ("label", models.JSONField(help_text="the question in every language")),
                ("reason", models.TextField()),
                ("basis", models.CharField(blank=True, max_length=300)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Chưa trả lời"),
                            ("corrected", "Đã sửa"),
                            ("impossible", "Không thể bổ sung"),
                        ],
                        default="",
                        max_length=10,
                    ),
                ),
                ("explanation", models.TextField(blank=True)),
                (
                    "met",
                    models.BooleanField(help_text="what the office found; null: not looked at", null=True),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="dossiers.supplementround",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StatutoryPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("form", models.CharField(max_length=2, verbose_name="Mẫu")),
                ("title", models.CharField(max_length=200)),
                (
                    "occasion",
                    models.CharField(
                        help_text="what made it: the same occasion makes it once", max_length=120
                    ),
                ),
                ("template", models.CharField(max_length=120)),
                ("values", models.JSONField()),
                ("made_at", models.DateTimeField()),
                ("storage_key", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statutory_papers",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statutory_paper",
                        to="documents.registerentry",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.templatesource",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("dossier", "form", "occasion"), name="dossiers_a_paper_an_occasion"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="supplementround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "asked", "sent", "answered"])),
                fields=("dossier",),
                name="dossiers_one_open_round",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplementitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="dossiers_asked_with_a_reason"
            ),
        ),
    ]
