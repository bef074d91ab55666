"""Write about a dossier, pass on what the deciding office wrote, or say that nothing needs an answer."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.models import Person
from dossiers.conversation import FORM, WRITES, Part, check_may_write, check_not_too_many, writes_as
from dossiers.conversation_models import Conversation, Direction, Message, MessageFile
from dossiers.conversation_news import KINDS, tell_of_message
from dossiers.errors import NotVisible
from dossiers.models import Dossier
from dossiers.notes import note
from dossiers.parties import behalf_of, represented_by
from dossiers.roles import RECEPTION_ROLE
from dossiers.selectors.conversation import message_to_pass_on, party_to
from dossiers.topics import dossier_topic, inbox_topic
from forms.models import Attachment
from forms.services import accept, reference
from notifications.services import mark_read_about, wake


def write_message(
    person: Person,
    public_id: UUID | str,
    *,
    data: Mapping[str, Any],
    files: Mapping[str, Any],
    idempotency_key: UUID,
    at: datetime,
) -> Message:
    """Return the message that was written, or the one this key wrote before.

    data, files      what the page posted: `text`, `files`
    idempotency_key  of the page: a double click or a re-sent request finds the first message

    Raises NotVisible, CannotWrite ("over", "too_many"), forms.Invalid.
    """
    dossier, part = party_to(person, public_id, at)
    written = Message.objects.filter(sender=person, idempotency_key=idempotency_key).first()
    if written is not None:
        return written
    check_may_write(part, dossier, getattr(dossier, "conversation", None))
    check_not_too_many(person, part, dossier, at)
    accepted = accept(FORM, data=data, files=files, owner_id=person.pk, at=at)
    message = Message(
        direction=WRITES[part], sender=person, agency=writes_as(part, dossier), text=accepted.answers["text"],
        idempotency_key=idempotency_key, sent_at=at,
    )  # fmt: skip
    try:
        return store(message, dossier, part, accepted.attachments, at)
    except IntegrityError:
        meanwhile = Message.objects.filter(sender=person, idempotency_key=idempotency_key).first()
        if meanwhile is None:
            raise
        return meanwhile


def pass_on(person: Person, public_id: UUID | str, *, at: datetime) -> Message:
    """Send the applicant, from the one-stop, what the deciding office handed over; twice sends it once.

    Raises NotVisible, CannotWrite.
    """
    handed = message_to_pass_on(person, public_id, at)
    dossier, part = party_to(person, handed.dossier.public_id, at)
    passed = Message(
        direction=Direction.TO_APPLICANT, sender=person, agency=writes_as(part, dossier), text=handed.text,
        passes_on=handed, idempotency_key=uuid.uuid4(), sent_at=at,
    )  # fmt: skip
    sent = Message.objects.filter(passes_on=handed).first()
    if sent is not None:
        return sent
    try:
        return store(passed, dossier, part, [each.attachment for each in handed.files.all()], at)
    except IntegrityError:
        return Message.objects.get(passes_on=handed)


def store(
    message: Message, dossier: Dossier, part: Part, attachments: Iterable[Attachment], at: datetime
) -> Message:
    """Write a message with its files, tell the other side; one transaction."""
    kept = list(attachments)
    with transaction.atomic():
        locked = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        conversation, _ = Conversation.objects.get_or_create(dossier=locked, defaults={"last_at": at})
        check_may_write(part, locked, conversation)
        check_not_too_many(message.sender, part, locked, at)
        reference(kept, at=at)
        message.dossier = locked
        message.save(force_insert=True)
        MessageFile.objects.bulk_create(MessageFile(message=message, attachment=each) for each in kept)
        follow(conversation, message)
        note(
            locked, "dossier.message_written", message.sender_id, at, **for_party(message, locked),
            message=str(message.public_id), direction=message.direction, files=len(kept),
        )  # fmt: skip
        tell_of_message(message, at)
        wake([dossier_topic(locked), inbox_topic(RECEPTION_ROLE, locked.receiving_agency_id)], at)
    return message


def for_party(message: Message, dossier: Dossier) -> dict[str, Any]:
    """Return what the audit row says of whom an applicant's side wrote for."""
    if message.direction != Direction.TO_OFFICE:
        return {}
    return {"for_id": represented_by(message.sender, dossier), **behalf_of(dossier)}


def follow(conversation: Conversation, message: Message) -> None:
    """Let the conversation stand as the message leaves it: an answer ends the waiting, anything else begins it."""
    is_answer = message.direction == Direction.TO_APPLICANT
    conversation.written += 1
    conversation.last_at = message.sent_at
    conversation.waiting_since = None if is_answer else conversation.waiting_since or message.sent_at
    conversation.save(update_fields=["written", "last_at", "waiting_since"])


def settle(person: Person, public_id: UUID | str, *, written: int, at: datetime) -> bool:
    """Say, for the one-stop, that what was written last needs no answer; return whether that stands.

    written  how many messages the page showed: one that came meanwhile has not been read and still waits

    Raises NotVisible.
    """
    dossier, part = party_to(person, public_id, at)
    if part is not Part.ONE_STOP:
        raise NotVisible
    with transaction.atomic():
        waiting = Conversation.objects.filter(dossier=dossier, written=written, waiting_since__isnull=False)
        if not waiting.update(waiting_since=None):
            return not Conversation.objects.filter(dossier=dossier, waiting_since__isnull=False).exists()
        note(dossier, "dossier.conversation_settled", person.pk, at, written=written)
        wake([dossier_topic(dossier), inbox_topic(RECEPTION_ROLE, dossier.receiving_agency_id)], at)
    return True


def mark_conversation_read(person: Person, dossier: Dossier, *, at: datetime) -> int:
    """Count what a person was told of a conversation as read, now that its page is open."""
    return mark_read_about(person, f"dossiers.Dossier:{dossier.pk}", KINDS, at=at)
