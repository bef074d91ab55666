"""Removes uploads that nothing needed within 24 hours: the row first claimed, then file, then row."""

from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from forms.selectors import unreferenced

BATCH = 200


def sweep_unreferenced(*, at: datetime) -> int:
    """Remove up to one batch of unreferenced attachments; return how many went.

    The row is deleted before its file, each in its own transaction, so that a dossier that
    references it at the same moment either keeps it or finds it gone; a crash between leaves a
    nameless file, never a row without one.
    """
    removed = 0
    for pk, key in list(unreferenced(at).values_list("pk", "storage_key")[:BATCH]):
        with transaction.atomic():
            gone, _ = unreferenced(at).filter(pk=pk).delete()
        if gone:
            default_storage.delete(key)
            removed += 1
    return removed
