"""A third way an incident ends: what waited for the job goes on without it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("jobs", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="incident",
            name="resolution",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Đang mở"),
                    ("retried", "Đã cho chạy lại"),
                    ("closed", "Đã đóng, không chạy lại"),
                    ("skipped", "Đã bỏ qua, quy trình đi tiếp"),
                ],
                default="",
                max_length=10,
                verbose_name="Kết thúc",
            ),
        ),
    ]
