"""Keeps attachments from the sweeper: for good, since something needs them, or for a while, for a draft."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.db import transaction

from forms.errors import AttachmentGone
from forms.models import Attachment
from forms.selectors import attachments_of


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


@transaction.atomic
def hold(values: Mapping[str, object], *, owner_id: int, until: datetime) -> int:
    """Keep the uploads that a draft's values name until a moment; return how many are held.

    values  as Collected and Invalid carry them; only this owner's attachments are held
    """
    named = [text for value in values.values() for text in texts_in(value)]
    keys = [attachment.pk for attachment in attachments_of(owner_id, named).values()]
    return Attachment.objects.filter(pk__in=keys).update(held_until=until)


def texts_in(value: object) -> Iterator[str]:
    """Yield the texts of lists, and of lists in the rows of tables: where papers are named."""
    for each in value if isinstance(value, list) else []:
        if isinstance(each, str):
            yield each
        elif isinstance(each, Mapping):
            for cell in each.values():
                yield from texts_in(cell)
