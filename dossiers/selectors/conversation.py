"""The conversation about a dossier as one of its parties may read it, and what waits for the one-stop."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Person
from accounts.permissions import RECEIVE_DOSSIER
from accounts.selectors import agencies_where
from dossiers.conversation import READS, Part, may_write, part_in
from dossiers.conversation_models import Conversation, Direction, Message, MessageFile
from dossiers.errors import NotVisible
from dossiers.models import Dossier
from dossiers.selectors.visible import visible_dossier
from dossiers.sight import Sight, sight_of
from forms.models import Attachment
from procedures.definition import ProcedureDefinition
from procedures.selectors import package_for

PAGE_SIZE = 50


@dataclass(frozen=True)
class ConversationPage:
    """One page of a conversation, oldest first.

    earlier    id of the oldest message shown where there are earlier ones, else None
    may_write  whether the reader may write now; a dossier that is over takes no question more
    """

    dossier: Dossier
    procedure: ProcedureDefinition
    part: Part
    conversation: Conversation | None
    messages: Sequence[Message]
    earlier: int | None
    may_write: bool


@dataclass(frozen=True)
class ConversationState:
    """What a page beside the conversation says of it: how many messages there are, and whether one waits."""

    written: int
    is_waiting: bool


def conversation_state(
    person: Person, dossier: Dossier, sight: Sight, at: datetime
) -> ConversationState | None:
    """Return how the conversation stands for an officer who takes part in it, None for any other."""
    if part_in(person, dossier, sight, at) not in {Part.ONE_STOP, Part.DECIDING}:
        return None
    conversation = getattr(dossier, "conversation", None)
    if conversation is None:
        return ConversationState(0, False)
    return ConversationState(conversation.written, conversation.waiting_since is not None)


def party_to(person: Person, public_id: UUID | str, at: datetime) -> tuple[Dossier, Part]:
    """Return a dossier and the person's part in its conversation. Raises NotVisible for who has none."""
    dossier, sight = visible_dossier(person, public_id, at)
    part = part_in(person, dossier, sight, at)
    if part is None:
        raise NotVisible
    return dossier, part


def conversation_page(
    person: Person, public_id: UUID | str, at: datetime, *, before: int | None = None
) -> ConversationPage:
    """Return the latest messages, or those before one, as far as the person's part reads them. Raises NotVisible."""
    dossier, part = party_to(person, public_id, at)
    conversation = getattr(dossier, "conversation", None)
    found = (
        readable(dossier, part)
        .select_related("sender", "agency", "passed_on")
        .prefetch_related("files__attachment")
    )
    if before is not None:
        found = found.filter(pk__lt=before)
    latest = list(found.order_by("-pk")[: PAGE_SIZE + 1]) if conversation else []
    shown = latest[:PAGE_SIZE][::-1]
    return ConversationPage(
        dossier=dossier,
        procedure=package_for(dossier.procedure, dossier.rules_hash).definition,
        part=part,
        conversation=conversation,
        messages=shown,
        earlier=shown[0].pk if len(latest) > PAGE_SIZE else None,
        may_write=may_write(part, dossier, conversation),
    )


def readable(dossier: Dossier, part: Part) -> "QuerySet[Message]":
    """Return the messages a part reads: what the deciding office hands over is not for the applicant."""
    return Message.objects.filter(dossier=dossier, direction__in=READS[part])


def latest_for_applicant(dossier: Dossier) -> Message | None:
    """Return the newest message the applicant reads."""
    return readable(dossier, Part.APPLICANT).order_by("-pk").first()


def message_to_pass_on(person: Person, public_id: UUID | str, at: datetime) -> Message:
    """Return words of the deciding office that the person, for the one-stop, may pass on. Raises NotVisible."""
    message = Message.objects.filter(public_id=public_id, direction=Direction.TO_ONE_STOP).first()
    if message is None:
        raise NotVisible
    _, part = party_to(person, message.dossier.public_id, at)
    if part is not Part.ONE_STOP:
        raise NotVisible
    return message


def visible_message_file(person: Person, public_id: UUID | str, at: datetime) -> Attachment:
    """Return a file of a message the person reads. Raises NotVisible."""
    related = ("attachment", "message__dossier")
    files = MessageFile.objects.select_related(*related).filter(attachment__public_id=public_id)
    for file in files:
        dossier = file.message.dossier
        part = part_in(person, dossier, sight_of(person, dossier, at), at)
        if part is not None and file.message.direction in READS[part]:
            return file.attachment
    raise NotVisible


def waiting_conversations(person: Person, at: datetime) -> "QuerySet[Conversation]":
    """Return the conversations in which something waits for the person's one-stop office, the longest first.

    Never those about the person's own dossiers.
    """
    received_by = agencies_where(person, RECEIVE_DOSSIER, at)
    waiting = Conversation.objects.filter(
        waiting_since__isnull=False, dossier__receiving_agency_id__in=received_by
    )
    return (
        waiting.exclude(dossier__applicant=person).select_related("dossier").order_by("waiting_since", "pk")
    )
