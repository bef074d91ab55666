from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0010_reminded_of_last_days")]

    operations = [
        migrations.AddIndex(
            model_name="finding", index=models.Index(fields=["found_at"], name="findings_by_day")
        ),
        migrations.AddIndex(
            model_name="target", index=models.Index(fields=["announced_at"], name="targets_by_announcement")
        ),
    ]
