"""Dossiers and drafts for another party, and the requests by which one comes to act for it."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_representation"),
        ("eforms", "0001_initial"),
        ("dossiers", "0006_result_correction"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="representation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dossiers",
                to="accounts.representation",
            ),
        ),
        migrations.AddField(
            model_name="dossier",
            name="represented_name",
            field=models.CharField(
                blank=True,
                help_text="empty: the applicant's own dossier",
                max_length=300,
                verbose_name="Nộp thay",
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="representation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="drafts",
                to="accounts.representation",
            ),
        ),
        migrations.CreateModel(
            name="RepresentationRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("organisation", "Tổ chức"), ("person", "Cá nhân")], max_length=12
                    ),
                ),
                ("party_name", models.CharField(max_length=300, verbose_name="Tên bên được đại diện")),
                (
                    "party_number",
                    models.CharField(max_length=14, verbose_name="Mã số thuế hoặc số định danh"),
                ),
                (
                    "procedures",
                    models.JSONField(default=list, help_text="names of procedures; empty: all of them"),
                ),
                ("basis", models.CharField(max_length=300, verbose_name="Căn cứ")),
                ("starts_on", models.DateField(verbose_name="Từ ngày")),
                ("ends_on", models.DateField(null=True, verbose_name="Đến hết ngày")),
                ("requested_at", models.DateTimeField(verbose_name="Gửi lúc")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Chờ kiểm tra"),
                            ("verified", "Đã xác nhận"),
                            ("refused", "Không xác nhận"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="Lý do")),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.ManyToManyField(related_name="representation_requests", to="eforms.attachment"),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="representation_requests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "representation",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="request",
                        to="accounts.representation",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(state="refused") | ~Q(reason=""), name="dossiers_refused_with_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                        name="dossiers_asked_days_in_order",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["id"], condition=Q(state="waiting"), name="dossiers_wishes_waiting")
                ],
            },
        ),
    ]
