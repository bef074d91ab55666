"""Keeps the permanent teachers of a licence that was just written; the same licence keeps the same ones."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from audit.services import record as record_change
from registry.models import Licence, PermanentTeacher


@transaction.atomic
def keep_teachers(
    licence: Licence, teachers: Iterable[Mapping[str, str]], *, actor_id: int | None, at: datetime
) -> None:
    """Write the teachers of a licence, each {number, name}; one without a number, or named twice, is kept once at most."""
    known = set(licence.teachers.values_list("number", flat=True))
    wanted = {each["number"]: each["name"] for each in teachers if each["number"]}
    fresh = [
        PermanentTeacher(licence=licence, number=number, full_name=name[:200])
        for number, name in sorted(wanted.items())
        if number not in known
    ]
    if not fresh:
        return
    PermanentTeacher.objects.bulk_create(fresh)
    record_change(
        action="registry.teachers_kept", actor_id=actor_id, target="registry.Licence", target_id=licence.pk, at=at,
        values={"teachers": len(fresh)}, agency_id=licence.issuer_id,
    )  # fmt: skip
