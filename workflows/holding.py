"""Who holds a step by name: the first of those the flow names who may, or whom a leader chooses.

An officer holds a step by an appointment, as with taking it (`workflows.taking`): the own one before a delegated one.
Naming somebody gives nobody a right: role, agency, four eyes, a delegation's limits and the case itself are asked at
that moment.
"""

import copy
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F

from accounts.models import Person
from accounts.selectors import valid_appointments
from workflows.activations import HumanActivation
from workflows.errors import FourEyes, NotEntitled
from workflows.handlers import handler_of
from workflows.models import WorkItem
from workflows.policies import check_delegation, check_four_eyes
from workflows.trail import record_work
from workflows.writing import write_work_items


def held_by_officer(item: WorkItem, person_id: int, at: datetime) -> WorkItem:
    """Return an open item as it is once this officer holds it; nothing is written. Raises NotEntitled, FourEyes."""
    fitting = valid_appointments(at).filter(
        person_id=person_id, role__code=item.role, acts_for_id=item.agency_id
    )
    own_first = fitting.order_by(F("on_behalf_of").asc(nulls_first=True), "pk")
    appointment = own_first.select_related("person", "on_behalf_of").first()
    case = handler_of(item.process.subject_type)
    if appointment is None or not case.may_work_on(item.process, item, appointment.person, at):
        raise NotEntitled(item.pk, person_id=person_id, role=item.role, agency_id=item.agency_id)
    given = copy.copy(item)
    HumanActivation(given).assign(person_id, at, appointment)
    check_delegation(given)
    check_four_eyes(given, person_id, at=at)
    return given


def given_by_name(item: WorkItem, named: Any, at: datetime) -> WorkItem:
    """Give an item that has just opened to the first person named who may have it; return it as it now is.

    named  what the step's holder says: a person's public id, several in the order wanted, or null
    """
    for person_id in people_named(named):
        try:
            given = held_by_officer(item, person_id, at)
        except (NotEntitled, FourEyes):
            continue
        record_work("workflows.assign", given, person_id=None, at=at, values={"holder": person_id})
        write_work_items([given], [])
        return given
    return item


def people_named(named: Any) -> Iterator[int]:
    """Yield the people of these public ids, each once, in this order; what names nobody is passed over."""
    wanted = list(
        dict.fromkeys(filter(None, map(as_uuid, named if isinstance(named, list | tuple) else [named])))
    )
    known = dict(Person.objects.filter(public_id__in=wanted).values_list("public_id", "pk")) if wanted else {}
    return (known[public_id] for public_id in wanted if public_id in known)


def as_uuid(value: Any) -> UUID | None:
    """Return the UUID a text stands for, or None."""
    try:
        return UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None
