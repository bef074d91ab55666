"""Gives an institution another name on the strength of a decision; the name before stays with its days.

The institution stays the same row, so its licences follow: each that is valid gets a version that
names the decision. The same decision renames once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.folding import fold
from accounts.models import Agency
from audit.services import record as record_change
from registry.errors import FactsInvalid
from registry.models import Institution, InstitutionName, Licence
from registry.services.record_licence import keep


@dataclass(frozen=True)
class Renaming:
    """What a decision says about a name.

    named     code or public id of the institution in the register, "" where only its name is known
    old_name  the name it is asked under; written first where the register does not have it yet
    facts     kind, tax_code, address, phone, email of an institution the register does not have yet
    grounds   the decision as a paper cites it
    on        first day of the new name
    """

    named: str
    old_name: str
    new_name: str
    grounds: str
    on: date
    foreign_name: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def rename_institution(
    keeper: Agency, renaming: Renaming, *, actor_id: int | None, at: datetime
) -> Institution:
    """Return the institution under its new name.

    Raises FactsInvalid without a new name or without a decision.
    """
    faults = {each: "required" for each in ("new_name", "grounds") if not getattr(renaming, each).strip()}
    if faults:
        raise FactsInvalid(faults)
    found = institution_named(renaming) or enter(keeper, renaming)
    institution = Institution.objects.select_for_update().get(pk=found.pk)
    if institution.names.filter(grounds=renaming.grounds).exists():
        return institution
    end_name(institution, renaming, at)
    give_name(institution, renaming, actor_id=actor_id, at=at)
    for licence in institution.licences.select_for_update().filter(state=Licence.State.VALID):
        keep(licence, licence.state, renaming.grounds, actor_id=actor_id, at=at)
    record_change(
        action="registry.institution_renamed", actor_id=actor_id, target="registry.Institution",
        target_id=institution.pk, at=at, agency_id=keeper.pk,
        values={"name": institution.name, "grounds": renaming.grounds, "on": renaming.on.isoformat()},
    )  # fmt: skip
    return institution


def institution_named(renaming: Renaming) -> Institution | None:
    """Return who is meant: by code or public id, else the only one that bears, or bore, the old name."""
    lasting = Institution.objects.filter(valid_to=None)
    if renaming.named:
        by_code = lasting.filter(code=renaming.named).first()
        return by_code or lasting.filter(public_id=as_uuid(renaming.named)).first()
    decided = lasting.filter(names__grounds=renaming.grounds, names__name_key=key_of(renaming.new_name))
    bearing = lasting.filter(name_key=key_of(renaming.old_name))
    for found in (decided, bearing, lasting.filter(names__name_key=key_of(renaming.old_name))):
        rows = list(found.distinct()[:2])
        if len(rows) == 1:
            return rows[0]
    return None


def as_uuid(text: str) -> UUID | None:
    """Return a public id, None for what is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def key_of(name: str) -> str:
    """Return a name as it is compared."""
    return fold(name)[:300]


def enter(keeper: Agency, renaming: Renaming) -> Institution:
    """Write an institution the register does not have yet, under its old name."""
    facts = {name: value for name, value in renaming.facts.items() if value not in (None, "")}
    return Institution.objects.create(
        keeper=keeper, name=renaming.old_name, valid_from=renaming.on - timedelta(days=1), **facts
    )


def end_name(institution: Institution, renaming: Renaming, at: datetime) -> None:
    """End the name it bears, with the day before; the name it came with is written down first."""
    current = institution.names.filter(valid_to=None).first()
    if current is None:
        current = InstitutionName(
            institution=institution, version=1, name=institution.name, valid_from=institution.valid_from,
            written_at=at,
        )  # fmt: skip
    last = renaming.on - timedelta(days=1)
    current.valid_to = max(last, current.valid_from) if current.valid_from else last
    current.save()


def give_name(institution: Institution, renaming: Renaming, *, actor_id: int | None, at: datetime) -> None:
    """Let it bear the new name."""
    versions = institution.names.count()
    InstitutionName.objects.create(
        institution=institution, version=versions + 1, name=renaming.new_name.strip(),
        foreign_name=renaming.foreign_name.strip(), valid_from=renaming.on, grounds=renaming.grounds,
        written_by_id=actor_id, written_at=at,
    )  # fmt: skip
    institution.name = renaming.new_name.strip()
    institution.save(update_fields=["name", "name_key"])
