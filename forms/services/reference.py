"""Keeps attachments: from now on something needs them, and the sweeper passes them by."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from forms.errors import AttachmentGone
from forms.models import Attachment


@transaction.atomic
def reference(attachments: Iterable[Attachment], *, at: datetime) -> None:
    """Mark attachments as needed, inside the transaction of the use case that needs them.

    Raises AttachmentGone when one was swept meanwhile.
    """
    wanted = {attachment.pk for attachment in attachments}
    rows = Attachment.objects.filter(pk__in=wanted)
    there = set(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
    if there != wanted:
        raise AttachmentGone
    rows.filter(referenced_at=None).update(referenced_at=at)
