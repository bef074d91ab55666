"""The statement of a claim: take a free work item, by an appointment that holds, in one go.

The appointment is looked for in the same statement: the person's own before a delegated one,
for the item's role at its agency, on the local day of the moment. None found leaves `acting_as`
empty; the caller rolls back.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Subquery
from viewflow.workflow.status import STATUS

from accounts.localdays import local_day
from accounts.selectors import valid_appointments
from workflows.models import WorkItem
from workflows.returning import MOMENT, NUMBER, ReturningUpdate

SLOTS = {
    "work_item_id": NUMBER,
    "person_id": NUMBER + 1,
    "version": NUMBER + 2,
    "at": MOMENT,
    "day": local_day(MOMENT),
}


def take(
    *, work_item_id: int, person_id: int, version: int, at: datetime, appointment_id: int | None = None
) -> WorkItem | None:
    """Give a free work item of this version to a person; None where it is not free or not of this version."""
    values: dict[str, Any] = {
        "work_item_id": work_item_id,
        "person_id": person_id,
        "version": version,
        "at": at,
        "day": local_day(at),
    }
    if appointment_id is None:
        taken = BY_ANY_APPOINTMENT.run(**values)
    else:
        taken = BY_ONE_APPOINTMENT.run(**values, appointment_id=appointment_id)
    return taken[0] if taken else None


def _taking(
    *,
    work_item_id: int,
    person_id: int,
    version: int,
    at: datetime,
    day: Any,
    appointment_id: int | None = None,
) -> tuple["QuerySet[WorkItem]", Mapping[str | tuple[str, str], Any]]:
    fitting = valid_appointments(at).filter(
        person_id=person_id, role__code=OuterRef("role"), acts_for_id=OuterRef("agency_id")
    )
    if appointment_id is not None:
        fitting = fitting.filter(pk=appointment_id)
    first = fitting.order_by(F("on_behalf_of").asc(nulls_first=True), "pk")
    return WorkItem.objects.filter(pk=work_item_id, version=version, status=STATUS.NEW), {
        "status": STATUS.ASSIGNED.value,
        "owner_id": person_id,
        "claimed_at": at,
        "version": F("version") + 1,
        ("acting_as_id", "on_behalf_of_id"): Subquery(
            first.values("pk", "on_behalf_of__person_id")[:1], output_field=BigIntegerField()
        ),
    }


BY_ANY_APPOINTMENT = ReturningUpdate(WorkItem, _taking, SLOTS)
BY_ONE_APPOINTMENT = ReturningUpdate(WorkItem, _taking, {**SLOTS, "appointment_id": NUMBER + 3})
