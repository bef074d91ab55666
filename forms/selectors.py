"""Reads of attachments."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from forms.models import Attachment

KEPT_UNREFERENCED = timedelta(hours=24)


def attachments_of(owner_id: int | None, public_ids: Iterable[str]) -> dict[str, Attachment]:
    """Return a person's stored attachments by public id; ids that are not theirs, or no ids at all, are left out."""
    uuids = [parsed for parsed in map(uuid_from, public_ids) if parsed is not None]
    found = Attachment.objects.filter(owner_id=owner_id, public_id__in=uuids, stored_at__isnull=False)
    return {str(each.public_id): each for each in found}


def attachments_in(public_ids: Iterable[str]) -> dict[str, Attachment]:
    """Return stored attachments by public id, whoever owns them: for pages that have checked who may look."""
    uuids = [parsed for parsed in map(uuid_from, public_ids) if parsed is not None]
    return {
        str(each.public_id): each
        for each in Attachment.objects.filter(public_id__in=uuids, stored_at__isnull=False)
    }


def unreferenced(at: datetime) -> QuerySet[Attachment]:
    """Return the attachments nothing has needed for 24 hours and no draft holds any more."""
    is_free = Q(held_until=None) | Q(held_until__lt=at)
    return Attachment.objects.filter(is_free, referenced_at=None, uploaded_at__lt=at - KEPT_UNREFERENCED)


def uuid_from(text: str) -> UUID | None:
    """Return a public id, or None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
