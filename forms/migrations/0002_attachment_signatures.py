"""What was found of the signatures in a paper is kept with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("eforms", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="attachment", name="signatures", field=models.JSONField(blank=True, null=True)
        ),
    ]
