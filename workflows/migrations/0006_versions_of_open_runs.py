"""Readiness asks each time which flow versions open runs need: from an index of the open ones alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0005_count_queues_by_index")]

    operations = [
        migrations.AddIndex(
            model_name="run",
            index=models.Index(
                fields=["flow_class"],
                condition=models.Q(("ended_at__isnull", True)),
                name="versions_of_open_runs",
            ),
        ),
    ]
