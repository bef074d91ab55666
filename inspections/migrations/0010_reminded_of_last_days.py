"""Which words about the last day of an institution's inspection were sent."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0009_certified_leads")]

    operations = [
        migrations.AddField("target", "reminded", models.JSONField(default=list)),
    ]
