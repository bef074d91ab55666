"""A file brought in at the desk: kept to be looked at, then written into its register once, or swept.

The upload lies in the storage under a random key. The row that names it is written before the file and so
found by the sweeper after any crash; nothing of the file is in a register before it is confirmed.
"""

import secrets
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from accounts.models import Agency, Person
from registry.import_models import RegisterImport
from registry.policies import check_may_write
from registry.reading_rows import MOST_BYTES, Unreadable
from registry.services.import_register import digest, look_into, write_into
from registry.services.import_table import ImportReport

KEPT = timedelta(hours=24)
BATCH = 200


def stage_import(
    register: str, keeper: Agency, content: bytes, *, name: str, actor: Person, at: datetime
) -> RegisterImport:
    """Return the import of an uploaded file, which nothing has read yet. Raises NotAllowed, Unreadable for its size."""
    check_may_write(actor, register, keeper, at)
    if len(content) > MOST_BYTES:
        raise Unreadable("too_big")
    staged = RegisterImport.objects.create(
        register=register, keeper=keeper, name=name[-150:], sha256=digest(content), uploaded_by=actor, uploaded_at=at,
        storage_key=f"imports/{secrets.token_hex(20)}",
    )  # fmt: skip
    default_storage.save(staged.storage_key, ContentFile(content))
    return staged


def look_again(staged: RegisterImport, *, at: datetime) -> ImportReport:
    """Return what a staged file holds and what is wrong with it, or when it was written. Raises Unreadable."""
    if staged.written_at:
        return ImportReport(staged.rows, known=staged.rows, written_at=staged.written_at)
    return look_into(staged.register, staged.keeper, content_of(staged), name=staged.name, at=at)


@transaction.atomic
def confirm_import(staged: RegisterImport, *, actor: Person, at: datetime) -> ImportReport:
    """Return what became of a staged file: its rows are in the register, unless something is wrong with one.

    Confirming again finds what the first time did. Raises NotAllowed, Unreadable.
    """
    check_may_write(actor, staged.register, staged.keeper, at)
    row = RegisterImport.objects.select_for_update().filter(pk=staged.pk).first()
    if row is None:  # swept since the page was shown
        raise Unreadable("gone")
    if row.written_at:
        return ImportReport(row.rows, known=row.rows, written_at=row.written_at)
    return write_into(row, content_of(row), actor_id=actor.pk, at=at)


def content_of(staged: RegisterImport) -> bytes:
    """Return the bytes of a staged file. Raises Unreadable for one that a crash left nameless."""
    try:
        with default_storage.open(staged.storage_key) as file:
            content: bytes = file.read()
    except FileNotFoundError as error:
        raise Unreadable("gone") from error
    return content


def sweep_imports(*, at: datetime) -> int:
    """Remove the files of imports that were written, and those nobody confirmed within 24 hours; return how many.

    The row lets go of its file in a transaction of its own before the file is deleted.
    """
    over = Q(written_at__isnull=False) | Q(uploaded_at__lt=at - KEPT)
    removed = 0
    for row in list(RegisterImport.objects.filter(over).exclude(storage_key="").order_by("pk")[:BATCH]):
        if let_go(row):
            default_storage.delete(row.storage_key)
            removed += 1
    return removed


@transaction.atomic
def let_go(row: RegisterImport) -> bool:
    """Forget where the file of an import lies, an import that was never written altogether; say whether it was so.

    One that is being confirmed in this moment keeps its file until the next time.
    """
    same = RegisterImport.objects.filter(pk=row.pk, written_at=row.written_at)
    if row.written_at:
        return bool(same.update(storage_key=""))
    return bool(same.delete()[0])
