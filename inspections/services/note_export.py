"""What leaves the house with the data of inspections is on record: who took what, of which days, in which form."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Person
from audit.services import record


def note_export(
    person: Person,
    what: str,
    *,
    form: str,
    lines: int,
    at: datetime,
    first: date | None = None,
    last: date | None = None,
) -> None:
    """Record that a person took a table, or the whole of group 19, as a file."""
    values = {"what": what, "form": form, "lines": lines, "first": first, "last": last}
    with transaction.atomic():
        record(
            action="inspections.exported", actor_id=person.pk, target="accounts.Person", target_id=person.pk, at=at,
            values={name: str(value) for name, value in values.items() if value is not None},
        )  # fmt: skip
