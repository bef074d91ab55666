"""Why a step or a result came late: chosen from a list, kept with what was owed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_rights_over_inspections"),
        ("dossiers", "0016_complaint_files"),
        ("workflows", "0006_versions_of_open_runs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="extension",
            name="late_reason",
            field=models.CharField(blank=True, help_text="a key of late_reasons.yaml", max_length=40),
        ),
        migrations.CreateModel(
            name="Lateness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step_due_at", models.DateTimeField(null=True)),
                ("dossier_due_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=40)),
                ("words", models.TextField(blank=True)),
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
                        related_name="lateness",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "work_item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lateness",
                        to="workflows.workitem",
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="lateness",
            index=models.Index(fields=["agency", "ended_at"], name="dossiers_late_by_agency"),
        ),
        migrations.AddConstraint(
            model_name="lateness",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("step_due_at__isnull", False), ("dossier_due_at__isnull", False), _connector="OR"
                ),
                name="dossiers_late_for_something",
            ),
        ),
    ]
