"""How minutes stand to what the server makes of the same visit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_runs_of_decisions")]

    operations = [
        migrations.AddField(
            model_name="minutes",
            name="proof",
            field=models.JSONField(default=dict),
        ),
    ]
