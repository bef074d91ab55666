"""A representation may stand for a person without an account, reach some procedures only, and be revoked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_rights_over_licences")]

    operations = [
        migrations.AddField(
            model_name="representation",
            name="principal_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="Họ tên người ủy quyền"),
        ),
        migrations.AddField(
            model_name="representation",
            name="principal_national_id",
            field=models.CharField(blank=True, max_length=12, verbose_name="Số định danh người ủy quyền"),
        ),
        migrations.AddField(
            model_name="representation",
            name="procedures",
            field=models.JSONField(default=list, help_text="names of procedures; empty: all of them"),
        ),
        migrations.AddField(
            model_name="representation",
            name="revoked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="Thu hồi lúc"),
        ),
        migrations.AddField(
            model_name="representation",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="representation",
            name="revoked_why",
            field=models.CharField(blank=True, max_length=300, verbose_name="Lý do thu hồi"),
        ),
        migrations.RemoveConstraint(model_name="representation", name="representation_of_one_party"),
        migrations.AddConstraint(
            model_name="representation",
            constraint=models.CheckConstraint(
                condition=Q(organisation__isnull=False, principal__isnull=True, principal_national_id="")
                | (
                    Q(organisation__isnull=True) & (Q(principal__isnull=False) | ~Q(principal_national_id=""))
                ),
                name="representation_of_one_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="representation",
            constraint=models.CheckConstraint(
                condition=Q(revoked_at__isnull=True) | ~Q(revoked_why=""),
                name="representation_revoked_with_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="representation",
            index=models.Index(fields=["principal_national_id"], name="representation_of_number"),
        ),
    ]
