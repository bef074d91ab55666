"""An index for how long a procedure really takes: the latest finished dossiers of one procedure."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0004_rating")]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                fields=["procedure", "-decided_at"],
                condition=Q(decided_at__isnull=False),
                name="dossiers_finished",
            ),
        ),
    ]
