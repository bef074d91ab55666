"""End what a person has open: sessions at once, sockets when the transaction is through."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from accounts.models import Person, PersonSession


def end_sessions(person: Person, at: datetime) -> int:
    """Delete every session of a person and close his sockets; return how many sessions went.

    Called when an account closes and when a role changes, so that no page goes on with rights
    that are gone. Sockets are closed through the hook named by settings.SOCKET_CLOSER.
    """
    ended, _rows = PersonSession.objects.filter(person_id=person.pk).delete()
    close_sockets(person.pk, at)
    return ended


def close_sockets(person_id: int, at: datetime) -> None:
    """Ask the faces to drop a person's sockets once this transaction is committed."""
    dotted_path = getattr(settings, "SOCKET_CLOSER", "")
    if dotted_path:
        transaction.on_commit(partial(import_string(dotted_path), person_id, at))
