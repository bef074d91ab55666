"""What synchronisation with tablets needs: keys of devices, strings of answers, hand-overs, parts of files.

The tables are empty where this runs: the ids without a default are those of operations.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial")]

    operations = [
        migrations.AddField("device", "public_key", models.JSONField(blank=True, null=True)),
        migrations.AddField("device", "clock_off_seconds", models.IntegerField(blank=True, null=True)),
        migrations.AddField("syncoperation", "clock_off_seconds", models.IntegerField(blank=True, null=True)),
        migrations.RemoveIndex("syncoperation", "operations_of_device"),
        migrations.AddConstraint(
            "syncoperation",
            models.UniqueConstraint(fields=("device", "target", "seq"), name="inspection_operation_in_order"),
        ),
        migrations.AddField("answer", "since", models.PositiveIntegerField(default=1)),
        migrations.AddField(
            "answerconflict",
            "public_id",
            models.UUIDField(default=uuid.uuid4, unique=True),
            preserve_default=False,
        ),
        migrations.AddField(
            "sectionhold",
            "public_id",
            models.UUIDField(default=uuid.uuid4, unique=True),
            preserve_default=False,
        ),
        migrations.AddField("sectionhold", "passed", models.JSONField(default=list)),
        migrations.AddField("sectionhold", "until", models.JSONField(default=dict)),
        migrations.CreateModel(
            name="EvidencePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("offset", models.PositiveBigIntegerField(null=True)),
                ("size", models.PositiveBigIntegerField()),
                ("storage_name", models.CharField(max_length=200, unique=True)),
                ("begun_at", models.DateTimeField()),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="inspections.evidence",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["begun_at"], name="evidence_parts_by_age")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("evidence", "offset"), name="inspection_evidence_part_once"
                    )
                ],
            },
        ),
    ]
