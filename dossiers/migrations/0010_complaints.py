"""Complaints of applicants, each with a code, a promise and an answer."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

OPEN = ["received", "in_hand"]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_complaints"),
        ("dossiers", "0009_conversation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Complaint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code", models.CharField(max_length=20, unique=True, verbose_name="Mã phản ánh")),
                (
                    "about",
                    models.CharField(
                        choices=[
                            ("handling", "Việc giải quyết hồ sơ"),
                            ("conduct", "Thái độ, hành vi của cán bộ"),
                        ],
                        max_length=8,
                        verbose_name="Về việc",
                    ),
                ),
                ("text", models.TextField(verbose_name="Nội dung")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "Đã nhận"),
                            ("in_hand", "Đang xem xét"),
                            ("answered", "Đã trả lời"),
                            ("withdrawn", "Người gửi đã rút"),
                        ],
                        default="received",
                        max_length=9,
                    ),
                ),
                ("idempotency_key", models.UUIDField()),
                ("sent_at", models.DateTimeField(verbose_name="Gửi lúc")),
                ("answer_by", models.DateTimeField(verbose_name="Hẹn trả lời")),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Chưa kết luận"),
                            ("right", "Phản ánh đúng"),
                            ("partly", "Phản ánh đúng một phần"),
                            ("wrong", "Phản ánh không đúng"),
                        ],
                        max_length=6,
                        verbose_name="Kết luận",
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="Trả lời")),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "agency",
                    models.ForeignKey(
                        help_text="whose leader answers",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "complainant",
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
                        related_name="complaints",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "handler",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "phản ánh, kiến nghị",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("complainant", "idempotency_key"), name="dossiers_complaint_once"
                    ),
                    models.UniqueConstraint(
                        condition=Q(("state__in", OPEN)),
                        fields=("dossier",),
                        name="dossiers_one_open_complaint",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state="answered") | ~Q(answer="") & ~Q(finding=""),
                        name="dossiers_answered_with_a_reason",
                    ),
                ],
                "indexes": [
                    models.Index(
                        condition=Q(("state__in", OPEN)),
                        fields=["agency", "answer_by"],
                        name="dossiers_open_complaints",
                    ),
                    models.Index(fields=["agency", "-id"], name="dossiers_complaints_of_agency"),
                ],
            },
        ),
    ]
