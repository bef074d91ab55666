"""Takes one upload in: checks size, content and scanner, then stores it under a random key, unreferenced.

The file goes to the storage between two short transactions, never inside one: first the row says
that a file is coming, then the file is written, then the row says that it is there. A crash leaves
an unreferenced row for the sweeper.
"""

import hashlib
import secrets
from datetime import datetime
from typing import Protocol

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from forms.attachments.content import Content, examine
from forms.attachments.names import clean_name
from forms.attachments.scanners import Infected, ScannerUnavailable, scan
from forms.attachments.signatures import signatures_in
from forms.errors import NotLookedAt, Refused
from forms.fields.files import DEFAULT_MAX_SIZE, File
from forms.messages import gettext_noop
from forms.models import Attachment


class Upload(Protocol):
    """What Django's UploadedFile offers and is used here."""

    name: str | None
    size: int | None

    def read(self) -> bytes:
        """Return the whole content."""


def store_attachment(upload: Upload, kind: File, *, owner_id: int, at: datetime) -> Attachment:
    """Return the stored attachment of an upload.

    upload    the file as it arrived
    kind      the question's settings: types and size it takes
    owner_id  the person who uploaded it
    at        the moment

    Raises Refused, worded as what to do, for anything that cannot be taken.
    """
    check_size(upload.size or 0, kind.max_size)
    content = examine(upload.read(), kind.accept)
    check_harmless(content.data)
    signatures = signatures_in(content.data) if kind.signed else None
    name = clean_name(upload.name or "", content.content_type)
    return write(content, name, owner_id=owner_id, at=at, signatures=signatures)


def check_size(size: int, most: int = DEFAULT_MAX_SIZE) -> None:
    """Raises Refused for a file that is larger than the question takes."""
    if size > most:
        raise Refused(
            gettext_noop("Chọn tệp không quá %(most)s MB. Tệp này nặng %(size)s MB."),
            most=f"{most / 1_000_000:g}".replace(".", ","),
            size=f"{size / 1_000_000:.1f}".replace(".", ","),
        )


def check_harmless(data: bytes) -> None:
    """Raises Refused for a file the scanner knows, NotLookedAt for one it could not look at."""
    try:
        scan(data)
    except Infected:
        raise Refused(
            gettext_noop("Tệp này có mã độc nên không được nhận. Quét máy của bạn rồi chọn tệp khác.")
        ) from None
    except ScannerUnavailable:
        raise NotLookedAt(gettext_noop("Chưa kiểm tra được tệp. Thử tải lên lại sau vài phút.")) from None


def write(
    content: Content,
    name: str,
    *,
    owner_id: int,
    at: datetime,
    signatures: list[dict[str, object]] | None = None,
) -> Attachment:
    """Write row, file, row."""
    token = secrets.token_hex(20)
    attachment = Attachment.objects.create(
        owner_id=owner_id,
        original_name=name,
        content_type=content.content_type,
        size=len(content.data),
        sha256=hashlib.sha256(content.data).hexdigest(),
        storage_key=f"attachments/{token[:2]}/{token[2:]}",
        uploaded_at=at,
        signatures=signatures,
    )
    stored_key = default_storage.save(attachment.storage_key, ContentFile(content.data))
    attachment.storage_key = stored_key
    attachment.stored_at = at
    attachment.save(update_fields=["storage_key", "stored_at"])
    return attachment
