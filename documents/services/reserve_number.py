"""Takes the next number of a series for a decision; no number is skipped and none is given twice.

The register row is locked last (after dossier and run), and the number exists only if the
transaction of the decision commits. Source: Decree 30/2020/NĐ-CP, article 15.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.localdays import local_day
from audit.services import record
from documents.errors import NumberAlreadyClosed
from documents.models import NumberRegister, RegisterEntry
from documents.services.void_number import NOT_SIGNED, close_void


@dataclass(frozen=True)
class Series:
    """A series of numbers: its code within the agency, the name of its register, the sign after the number."""

    code: str
    name: str
    symbol: str


@transaction.atomic
def reserve_number(
    *,
    agency_id: int,
    series: Series,
    decision: str,
    actor_id: int | None,
    at: datetime,
    on_behalf_of_id: int | None = None,
) -> RegisterEntry:
    """Return the number reserved for a decision on the local day of `at`.

    decision  stable reference of the decision; asking again on the same day returns the same number,
              on a later day the old number becomes void and a new one is taken
    on_behalf_of_id  for whom the actor acts, where that is somebody else

    Raises NumberAlreadyClosed when the decision was issued already.
    """
    day = local_day(at)
    register = locked_register(agency_id, series, day.year)
    held = RegisterEntry.objects.filter(decision=decision).exclude(state=RegisterEntry.State.VOID).first()
    if held is not None:
        if held.state == RegisterEntry.State.ISSUED:
            raise NumberAlreadyClosed(held.text, held.state)
        if held.day == day and held.register_id == register.pk:
            return held
        close_void(held, reason=NOT_SIGNED, actor_id=actor_id, at=at)
    return next_entry(register, series, decision, actor_id=actor_id, at=at, on_behalf_of_id=on_behalf_of_id)


def next_entry(
    register: NumberRegister,
    series: Series,
    decision: str,
    *,
    actor_id: int | None,
    at: datetime,
    on_behalf_of_id: int | None = None,
) -> RegisterEntry:
    """Take the next number of a locked register."""
    register.last_number += 1
    register.save(update_fields=["last_number"])
    entry = RegisterEntry.objects.create(
        register=register,
        number=register.last_number,
        text=f"{register.last_number:02d}/{series.symbol}",
        day=local_day(at),
        decision=decision,
        reserved_at=at,
        reserved_by_id=actor_id,
    )
    record(
        action="documents.number_reserved",
        actor_id=actor_id,
        on_behalf_of_id=on_behalf_of_id,
        target="documents.RegisterEntry",
        target_id=str(entry.public_id),
        at=at,
        values={"number": entry.text, "year": register.year, "series": series.code, "decision": decision},
        agency_id=register.agency_id,
    )
    return entry


def locked_register(agency_id: int, series: Series, year: int) -> NumberRegister:
    """Return the year's register, opened on first use, locked until the transaction ends."""
    NumberRegister.objects.get_or_create(
        agency_id=agency_id, series=series.code, year=year, defaults={"name": series.name}
    )
    return NumberRegister.objects.select_for_update().get(agency_id=agency_id, series=series.code, year=year)
