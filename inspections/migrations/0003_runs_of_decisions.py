"""What a flow of an inspection waits for, and the run of each decision on the way."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0003_standing_changes"),
        ("inspections", "0002_tablet_sync"),
        ("workflows", "0006_versions_of_open_runs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="inspectiondecision",
            name="inspection_extended_once",
        ),
        migrations.AddField(
            model_name="inspection",
            name="awaits",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="inspection",
            name="awaits_until",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="inspection",
            name="notice_settled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="inspection",
            name="reply_to",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="inspectiondecision",
            name="dropped_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="inspectiondecision",
            name="effective_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="inspectiondecision",
            name="procedure",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="inspectiondecision",
            name="rules_hash",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="inspectiondecision",
            name="run",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="inspection_decision",
                to="workflows.run",
            ),
        ),
        migrations.AddField(
            model_name="target",
            name="awaits",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name="inspectiondecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at", None), ("kind", "extension")),
                fields=("target",),
                name="inspection_extended_once",
            ),
        ),
    ]
