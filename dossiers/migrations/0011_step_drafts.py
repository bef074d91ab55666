"""What an officer has typed into a step is kept; what an applicant's step replaced in the application stays known."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dossiers", "0010_complaints"),
        ("workflows", "0002_timers_handed_to_jobs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="stepanswer",
            name="replaced",
            field=models.JSONField(
                help_text="the application's answers that the applicant's step replaced", null=True
            ),
        ),
        migrations.CreateModel(
            name="StepDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                ("reason", models.TextField(blank=True)),
                ("updated_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "work_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="step_drafts",
                        to="workflows.workitem",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("work_item", "person"), name="dossiers_one_step_draft")
                ],
            },
        ),
    ]
