"""Follows what became of a decision that wrote into a register: revoked, or replaced by another.

Nothing is deleted: each change is a version, on the strength of the new decision. What a later decision
wrote stays; of what the revoked one wrote, the content before comes back.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Agency
from registry.models import DiplomaRecord, DiplomaVersion, Institution, InstitutionName, Licence
from registry.services.keep_teachers import keep_teachers
from registry.services.record_licence import Granted, keep, record_licence
from registry.services.rename_institution import Renaming, rename_institution
from registry.services.revise_record import revise_record


@transaction.atomic
def revoke_licence(licence_id: int, *, note: str, actor_id: int | None, at: datetime) -> Licence:
    """Return the licence, no longer valid from now on; one that is revoked stays as it is."""
    licence = Licence.objects.select_for_update().get(pk=licence_id)
    if licence.state == Licence.State.REVOKED:
        return licence
    return keep(licence, Licence.State.REVOKED, note, actor_id=actor_id, at=at)


@transaction.atomic
def suspend_licence(licence_id: int, *, note: str, actor_id: int | None, at: datetime) -> Licence:
    """Return the licence, suspended from now on; only a valid one can be (NĐ 143/2016 Đ21)."""
    licence = Licence.objects.select_for_update().get(pk=licence_id)
    if licence.state != Licence.State.VALID:
        return licence
    return keep(licence, Licence.State.SUSPENDED, note, actor_id=actor_id, at=at)


@transaction.atomic
def allow_licence(licence_id: int, *, note: str, actor_id: int | None, at: datetime) -> Licence:
    """Return a suspended licence, valid again from now on; any other stays as it is."""
    licence = Licence.objects.select_for_update().get(pk=licence_id)
    if licence.state != Licence.State.SUSPENDED:
        return licence
    return keep(licence, Licence.State.VALID, note, actor_id=actor_id, at=at)


@transaction.atomic
def replace_licence(
    licence_id: int,
    *,
    number: str,
    issued_on: date,
    quotas: Mapping[int, int],
    note: str,
    actor_id: int | None,
    at: datetime,
) -> Licence:
    """Return the licence of a decision that takes the place of the one which granted an older licence.

    quotas  id of a major of the old licence → its yearly quota from now on; the other majors stay as they are
    """
    old = Licence.objects.select_related("institution", "issuer").get(pk=licence_id)
    known = Licence.objects.filter(issuer=old.issuer, number=number, issued_on=issued_on).first()
    if known is not None:
        return known
    majors = [
        {
            "level": each.level, "code": each.code, "name": each.name, "place": each.place,
            "yearly_quota": quotas.get(each.pk, each.yearly_quota),
        }
        for each in old.majors.order_by("pk")
    ]  # fmt: skip
    institution = {"code": str(old.institution.public_id), "name": old.institution.name}
    granted = Granted(institution, number, issued_on, majors, old.places)
    new = record_licence(old.issuer, granted, actor_id=actor_id, at=at, note=note)
    teachers = [{"number": each.number, "name": each.full_name} for each in old.teachers.order_by("pk")]
    keep_teachers(new, teachers, actor_id=actor_id, at=at)
    return new


@transaction.atomic
def take_name_back(
    written: InstitutionName, keeper: Agency, *, grounds: str, on: date, actor_id: int | None, at: datetime
) -> Institution:
    """Return the institution under the name it bore before a revoked decision gave it another.

    written  the name the revoked decision gave; what a later decision gave stays
    """
    before = written.institution.names.get(version=written.version - 1)
    return replace_name(
        written, keeper, name=before.name, foreign_name=before.foreign_name, grounds=grounds, on=on,
        actor_id=actor_id, at=at,
    )  # fmt: skip


@transaction.atomic
def replace_name(
    written: InstitutionName,
    keeper: Agency,
    *,
    name: str,
    foreign_name: str,
    grounds: str,
    on: date,
    actor_id: int | None,
    at: datetime,
) -> Institution:
    """Return the institution under the name of a decision that takes the place of the one which gave another, once.

    An institution that was renamed again since, or is no more, stays as it is.
    """
    institution = Institution.objects.select_for_update().get(pk=written.institution_id)
    if institution.valid_to is not None or institution.names.filter(version__gt=written.version).exists():
        return institution
    renaming = Renaming(
        named=str(institution.public_id), old_name=institution.name, new_name=name, foreign_name=foreign_name,
        grounds=grounds, on=on,
    )  # fmt: skip
    return rename_institution(keeper, renaming, actor_id=actor_id, at=at)


@transaction.atomic
def take_amendment_back(
    record: DiplomaRecord, written: DiplomaVersion, *, note: str, actor_id: int | None, at: datetime
) -> DiplomaRecord:
    """Return the row as it was before a revoked decision amended it, as a version of its own.

    written  the version the revoked decision wrote

    A column that a later decision changed keeps what that one wrote. Done once: the same note again changes nothing.
    """
    if record.note == note:
        return record
    before = record.versions.get(version=written.version - 1).content
    now = record.versions.get(version=record.version).content
    facts = {
        name: as_column(name, before[name])
        for name in before
        if written.content[name] != before[name] and now[name] == written.content[name]
    }
    return revise_record(
        record, expected_version=record.version, note=note, actor_id=actor_id, at=at, **facts
    )


def as_column(name: str, value: Any) -> Any:
    """Return a value of a version as the row's column holds it."""
    return date.fromisoformat(value) if name == "issued_on" and value else value
