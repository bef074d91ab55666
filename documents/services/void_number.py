"""Gives a number up, with the reason the register will show for ever."""

from datetime import datetime

from django.db import transaction

from accounts.localdays import local_day
from audit.services import record
from documents.errors import NumberAlreadyClosed, ReasonMissing
from documents.events import events_of
from documents.models import DocumentDraft, RegisterEntry

# Reasons stand in the register, a paper of the administration: Vietnamese, whatever the reader's language.
NOT_SIGNED = "Hết ngày, chưa ký"


@transaction.atomic
def void_number(*, entry_id: int, reason: str, actor_id: int | None, at: datetime) -> RegisterEntry:
    """Make a reserved number void and abandon its draft.

    Raises ReasonMissing without a reason, NumberAlreadyClosed for a number issued or void already.
    """
    if not reason.strip():
        raise ReasonMissing
    lock_subjects(entry_id)
    entry = RegisterEntry.objects.select_for_update(of=("self",)).select_related("register").get(pk=entry_id)
    close_void(entry, reason=reason.strip(), actor_id=actor_id, at=at)
    return entry


def void_unsigned(at: datetime) -> int:
    """Make void every number of a past day whose document nobody signed; return how many.

    A document the leader signed in time keeps its number: the seal may follow on the next working day.
    """
    waiting = RegisterEntry.objects.filter(state=RegisterEntry.State.RESERVED, day__lt=local_day(at)).exclude(
        drafts__state=DocumentDraft.State.SIGNED
    )
    return sum(void_if_unsigned(pk, at) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def void_if_unsigned(entry_id: int, at: datetime) -> bool:
    """Make one overdue number void unless it was signed, issued or voided in the meantime."""
    lock_subjects(entry_id)
    entry = RegisterEntry.objects.select_for_update(of=("self",)).select_related("register").get(pk=entry_id)
    signed = entry.drafts.filter(state__in=[DocumentDraft.State.SIGNED, DocumentDraft.State.ISSUED])
    if entry.state != RegisterEntry.State.RESERVED or signed.exists():
        return False
    close_void(entry, reason=NOT_SIGNED, actor_id=None, at=at)
    return True


def lock_subjects(entry_id: int) -> None:
    """Lock what the number's living drafts are about, before the number itself."""
    for draft in DocumentDraft.objects.filter(entry_id=entry_id).exclude(state=DocumentDraft.State.ABANDONED):
        events_of(draft.subject_type).lock(draft.subject_id)


def close_void(entry: RegisterEntry, *, reason: str, actor_id: int | None, at: datetime) -> None:
    """Write the void state, abandon living drafts and tell their owners; the caller holds the transaction."""
    if entry.state != RegisterEntry.State.RESERVED:
        raise NumberAlreadyClosed(entry.text, entry.state)
    entry.state, entry.void_reason, entry.closed_at = RegisterEntry.State.VOID, reason, at
    entry.save(update_fields=["state", "void_reason", "closed_at"])
    record(
        action="documents.number_voided",
        actor_id=actor_id,
        target="documents.RegisterEntry",
        target_id=str(entry.public_id),
        at=at,
        values={"number": entry.text, "reason": reason},
        agency_id=entry.register.agency_id,
    )
    for draft in entry.drafts.select_for_update().exclude(state=DocumentDraft.State.ABANDONED):
        abandon(draft, reason=reason, actor_id=actor_id, at=at)


def abandon(draft: DocumentDraft, *, reason: str, actor_id: int | None, at: datetime) -> None:
    """Give a draft up; jobs that still come for it find nothing to do."""
    draft.state = DocumentDraft.State.ABANDONED
    draft.save(update_fields=["state"])
    record(
        action="documents.draft_abandoned",
        actor_id=actor_id,
        target="documents.DocumentDraft",
        target_id=str(draft.public_id),
        at=at,
        values={"reason": reason},
        agency_id=draft.agency_id,
    )
    events_of(draft.subject_type).abandoned(draft, reason, at)
