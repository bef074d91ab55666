"""What a step's page asks beside its form is kept in the draft too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0017_lateness")]

    operations = [
        migrations.AddField(model_name="stepdraft", name="beside", field=models.JSONField(default=dict)),
    ]
