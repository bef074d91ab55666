"""Statutory papers are signed: whether one waits for the seal, when it was signed, with which certificates."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0007_representation")]

    operations = [
        migrations.AddField(
            model_name="statutorypaper",
            name="awaits_seal",
            field=models.BooleanField(default=False, help_text="the agency has a seal with a server key"),
        ),
        migrations.AddField(
            model_name="statutorypaper",
            name="signed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="statutorypaper",
            name="fingerprints",
            field=models.JSONField(default=list, help_text="of the certificates, in the order of signing"),
        ),
        migrations.AddIndex(
            model_name="statutorypaper",
            index=models.Index(fields=["sha256"], name="dossiers_paper_of_hash"),
        ),
    ]
