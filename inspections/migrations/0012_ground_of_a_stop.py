"""On which ground an inspection is stopped; decisions before had their reason in free words alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("inspections", "0011_boards_by_day")]

    operations = [
        migrations.AddField(
            "inspectiondecision",
            "stop_ground",
            models.CharField(
                blank=True,
                choices=[
                    ("gone", "Đối tượng kiểm tra không còn"),
                    ("checked", "Nội dung kiểm tra đã được thanh tra, kiểm toán"),
                    ("prosecuted", "Vụ việc đã bị khởi tố"),
                    ("requested", "Theo yêu cầu của người có thẩm quyền"),
                ],
                max_length=10,
                verbose_name="Căn cứ đình chỉ",
            ),
        ),
    ]
