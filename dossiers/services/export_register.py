"""What leaves the house with the register of dossiers is on record: who took which days, and how many lines."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Person
from audit.services import record


def note_register_exported(person: Person, first: date, last: date, *, lines: int, at: datetime) -> None:
    """Record that a person took the register of these days as a file."""
    with transaction.atomic():
        record(
            action="dossiers.register_exported", actor_id=person.pk, target="accounts.Person",
            target_id=person.pk, at=at, values={"first": first, "last": last, "lines": lines},
        )  # fmt: skip
