"""People are found by words of their names; an agency may allow one pair of eyes."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.words import folded_words

BATCH = 2_000


def write_words(apps, schema_editor):
    person, word = apps.get_model("accounts", "Person"), apps.get_model("accounts", "PersonWord")
    people = person.objects.values_list("pk", "full_name", "email").iterator(BATCH)
    waiting = []
    for pk, name, email in people:
        waiting += [word(person_id=pk, word=each) for each in folded_words(f"{name} {email}")]
        if len(waiting) >= BATCH:
            word.objects.bulk_create(waiting)
            waiting = []
    word.objects.bulk_create(waiting)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="PersonWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("word", "person"),
                        name="person_word_once",
                        opclasses=["varchar_pattern_ops", "int8_ops"],
                    )
                ]
            },
        ),
        migrations.RunPython(write_words, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="person", name="person_search_key"),
        migrations.RemoveField(model_name="person", name="search_key"),
        migrations.CreateModel(
            name="FourEyesWaiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("starts_on", models.DateField(verbose_name="Từ ngày")),
                ("ends_on", models.DateField(verbose_name="Đến hết ngày")),
                ("reason", models.CharField(max_length=300, verbose_name="Lý do")),
                ("allowed_at", models.DateTimeField(verbose_name="Cho phép lúc")),
                (
                    "revoked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="Thu hồi lúc"),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="four_eyes_waivers",
                        to="accounts.agency",
                    ),
                ),
                (
                    "allowed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="Người cho phép",
                    ),
                ),
            ],
            options={
                "verbose_name": "cho phép một người làm cả hai bước",
                "ordering": ["-starts_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="four_eyes_waiver_ends_after_it_begins",
                    )
                ],
            },
        ),
    ]
