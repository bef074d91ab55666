"""Writes a licence into the register on the strength of an issued decision; the same decision is written once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.folding import fold
from accounts.models import Agency
from audit.services import record as record_change
from registry.errors import FactsInvalid
from registry.models import Institution, Licence, LicenceVersion, LicensedMajor

STANDING = (Licence.State.VALID, Licence.State.SUSPENDED)
"""What a newer licence replaces: a suspended one would else be allowed again beside it."""


@dataclass(frozen=True)
class Granted:
    """What a decision grants.

    institution  name, kind, code, tax_code, address, phone, email
    places       the rows of places as they were applied for
    majors       each {level, code, name, place, yearly_quota}
    """

    institution: Mapping[str, Any]
    number: str
    issued_on: date
    majors: Sequence[Mapping[str, Any]]
    places: Sequence[Mapping[str, Any]] = field(default=())


@transaction.atomic
def record_licence(
    issuer: Agency, granted: Granted, *, actor_id: int | None, at: datetime, note: str = ""
) -> Licence:
    """Return the licence of a decision, written on first use with its majors and first version.

    An older licence of the same institution that is still valid, or suspended, is replaced. Raises FactsInvalid without a major
    or a name.
    """
    known = Licence.objects.filter(issuer=issuer, number=granted.number, issued_on=granted.issued_on).first()
    if known is not None:
        return known
    if not granted.majors or not granted.institution.get("name"):
        raise FactsInvalid({"majors": "required"} if not granted.majors else {"name": "required"})
    institution = institution_of(issuer, granted)
    hold([institution.pk])
    for older in institution.licences.select_for_update().filter(state__in=STANDING, issuer=issuer):
        keep(older, Licence.State.REPLACED, granted.number, actor_id=actor_id, at=at)
    licence = Licence.objects.create(
        institution=institution, issuer=issuer, number=granted.number, issued_on=granted.issued_on,
        places=list(granted.places), created_at=at, changed_at=at, version=0,
    )  # fmt: skip
    LicensedMajor.objects.bulk_create(LicensedMajor(licence=licence, **row) for row in granted.majors)
    return keep(licence, Licence.State.VALID, note, actor_id=actor_id, at=at)


def hold(institution_ids: Sequence[int]) -> None:
    """Let nobody else write licences of these institutions until the end of the transaction: one of each is valid."""
    list(
        Institution.objects.select_for_update(no_key=True).filter(pk__in=institution_ids).order_by("pk").values_list("pk")
    )  # fmt: skip


def institution_of(issuer: Agency, granted: Granted) -> Institution:
    """Return the institution by its code, else by its name, a former one too; new where the register knows none."""
    facts = {name: value for name, value in granted.institution.items() if value not in (None, "")}
    known = Institution.objects.filter(valid_to=None)
    if public_id := uuid_from(
        str(facts.get("code", ""))
    ):  # a list names an institution without a code by its id
        del facts["code"]
        found = known.filter(public_id=public_id).first()
    elif facts.get("code"):
        found = known.filter(code=facts["code"]).first()
    else:
        key = fold(str(facts["name"]))[:300]
        found = known.filter(name_key=key).first() or known.filter(names__name_key=key).first()
    return found or Institution.objects.create(keeper=issuer, valid_from=granted.issued_on, **facts)


def uuid_from(text: str) -> UUID | None:
    """Return a public id, or None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None


def keep(licence: Licence, state: str, note: str, *, actor_id: int | None, at: datetime) -> Licence:
    """Write a licence's new state as a version of its own, with an audit row."""
    licence.state, licence.version, licence.changed_at = state, licence.version + 1, at
    licence.save(update_fields=["state", "version", "changed_at"])
    rows = licence.majors.order_by("pk").values("level", "code", "name", "place", "yearly_quota")
    content = {"places": licence.places, "majors": list(rows)}
    LicenceVersion.objects.create(
        licence=licence, version=licence.version, content=content, state=state, note=note,
        written_by_id=actor_id, written_at=at,
    )  # fmt: skip
    record_change(
        action="registry.licence_written", actor_id=actor_id, target="registry.Licence", target_id=licence.pk,
        at=at, values={"number": licence.number, "state": state, "version": licence.version},
        agency_id=licence.issuer_id,
    )  # fmt: skip
    return licence
