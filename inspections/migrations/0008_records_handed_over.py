"""When the record of a violation was drawn up, beside until when it had to be."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_digests_and_exports")]

    operations = [
        migrations.AddField(
            "handover",
            "drawn_up_at",
            models.DateTimeField(blank=True, null=True, verbose_name="Lập biên bản lúc"),
        ),
    ]
