"""A licence may be suspended and allowed again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_permanent_teachers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="licence",
            name="state",
            field=models.CharField(
                choices=[
                    ("valid", "Còn hiệu lực"),
                    ("suspended", "Đang bị đình chỉ"),
                    ("replaced", "Đã được thay thế"),
                    ("revoked", "Đã thu hồi"),
                ],
                default="valid",
                max_length=10,
                verbose_name="Tình trạng",
            ),
        ),
        migrations.AlterField(
            model_name="licenceversion",
            name="state",
            field=models.CharField(
                choices=[
                    ("valid", "Còn hiệu lực"),
                    ("suspended", "Đang bị đình chỉ"),
                    ("replaced", "Đã được thay thế"),
                    ("revoked", "Đã thu hồi"),
                ],
                max_length=10,
            ),
        ),
    ]
