"""Keeps attachments from the sweeper: for good, since something needs them, or for a while, for a draft."""

from collections.abc import Container, Iterable, Iterator, Mapping
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
    keys = [attachment.pk for attachment in attachments_of(owner_id, papers_named(values)).values()]
    return Attachment.objects.filter(pk__in=keys).update(held_until=until)


def papers_named(values: Mapping[str, object]) -> list[str]:
    """Return the texts of a draft's values that may be the public ids of papers."""
    return [text for value in values.values() for text in texts_in(value)]


def without_papers(values: Mapping[str, object], public_ids: Container[str]) -> dict[str, object]:
    """Return a draft's values without some papers."""
    return {key: pruned(value, public_ids) for key, value in values.items()}


def pruned(value: object, public_ids: Container[str]) -> object:
    """Return a list without some of its texts, also in the rows of a table; any other value as it is."""
    if not isinstance(value, list):
        return value
    kept = [each for each in value if not (isinstance(each, str) and each in public_ids)]
    return [without_papers(each, public_ids) if isinstance(each, Mapping) else each for each in kept]


def texts_in(value: object) -> Iterator[str]:
    """Yield the texts of lists, and of lists in the rows of tables: where papers are named."""
    for each in value if isinstance(value, list) else []:
        if isinstance(each, str):
            yield each
        elif isinstance(each, Mapping):
            for cell in each.values():
                yield from texts_in(cell)
