"""The index of open work carries what a count of a queue asks, where the database can (PostgreSQL)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0004_keep_messages_until_awaited")]

    operations = [
        migrations.RemoveIndex(model_name="workitem", name="open_work_by_role"),
        migrations.AddIndex(
            model_name="workitem",
            index=models.Index(
                fields=["agency", "role", "due_at"],
                include=["opened_at", "process", "id"],
                condition=models.Q(("completed_at__isnull", True)),
                name="open_work_by_role",
            ),
        ),
    ]
