"""A finding, a session and a paper asked for are each written once, however often their page is sent."""

from django.db import migrations, models

ONCE = {
    "finding": "inspection_finding_written_once",
    "paperrequest": "inspection_paper_asked_once",
    "session": "inspection_session_planned_once",
}


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_published_rules")]

    operations = [
        *(migrations.AddField(model, "idempotency_key", models.UUIDField(null=True)) for model in ONCE),
        *(
            migrations.AddConstraint(
                model, models.UniqueConstraint(fields=["target", "idempotency_key"], name=name)
            )
            for model, name in ONCE.items()
        ),
    ]
