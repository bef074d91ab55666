"""The certificate of training for inspections that a lead must hold (NĐ 217/2025 Đ12.2)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0008_records_handed_over")]

    operations = [
        migrations.AddField(
            "teammember",
            "certified_until",
            models.DateField(
                blank=True, null=True, verbose_name="Chứng nhận bồi dưỡng nghiệp vụ có giá trị đến"
            ),
        ),
    ]
