"""Who takes part in the conversation about a dossier, what may be written when, and how much.

The applicant and the one-stop write to each other; the deciding office reads, and hands its words to
the one-stop. Who is only consulted, signs, seals or hands over takes no part. A dossier that is over
takes no question more; what was asked before is still answered. Source: PROCEDURES 0.1, 0.4 s3.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from accounts.models import Agency, Person
from accounts.permissions import RECEIVE_DOSSIER, VIEW_DOSSIERS
from accounts.selectors import agencies_where
from dossiers.conversation_models import Conversation, Direction, Message
from dossiers.errors import CannotWrite
from dossiers.models import Dossier
from dossiers.sight import Sight
from forms.definition import Field, FormDefinition, Section
from forms.fields.files import File
from forms.fields.text import LongText
from forms.messages import Words

MOST_CHARACTERS = 4_000
MOST_FILES = 5
MOST_AN_HOUR = 10
MOST_A_DAY = 40
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

FORM = FormDefinition(
    name="message",
    title=Words("Tin nhắn", "Message", "សារ"),
    sections=(
        Section(
            "message",
            None,
            (
                Field(
                    "text", Words("Nội dung", "Text", "ខ្លឹមសារ"),
                    LongText(max_length=MOST_CHARACTERS), required=True,
                    required_message=Words("Viết nội dung tin nhắn.", "Write the message.",
                                           "សូមសរសេរខ្លឹមសារសារ។"),
                ),
                Field(
                    "files", Words("Tệp gửi kèm", "Files to go with it", "ឯកសារភ្ជាប់"), File(max_files=MOST_FILES),
                ),
            ),
        ),
    ),
)  # fmt: skip


class Part(StrEnum):
    """What a person is in the conversation."""

    APPLICANT = "applicant"
    ONE_STOP = "one_stop"
    DECIDING = "deciding"


WRITES = {
    Part.APPLICANT: Direction.TO_OFFICE,
    Part.ONE_STOP: Direction.TO_APPLICANT,
    Part.DECIDING: Direction.TO_ONE_STOP,
}
READS = {
    Part.APPLICANT: frozenset({Direction.TO_OFFICE, Direction.TO_APPLICANT}),
    Part.ONE_STOP: frozenset(Direction),
    Part.DECIDING: frozenset(Direction),
}


def part_in(person: Person, dossier: Dossier, sight: Sight, at: datetime) -> Part | None:
    """Return the person's part, None for who has none; whoever applied is the applicant, whatever office they hold."""
    if sight.is_applicant:
        return Part.APPLICANT
    if dossier.applicant_id == person.pk:
        return None
    if dossier.receiving_agency_id in agencies_where(person, RECEIVE_DOSSIER, at):
        return Part.ONE_STOP
    deciding = dossier.deciding_agency_id or dossier.receiving_agency_id
    return Part.DECIDING if deciding in agencies_where(person, VIEW_DOSSIERS, at) else None


def writes_as(part: Part, dossier: Dossier) -> Agency | None:
    """Return the agency in whose name a part writes, None for the applicant."""
    if part is Part.APPLICANT:
        return None
    own = dossier.receiving_agency if part is Part.ONE_STOP else dossier.deciding_agency
    return own or dossier.receiving_agency


def may_write(part: Part, dossier: Dossier, conversation: Conversation | None) -> bool:
    """Say whether a part may write now: of a dossier that is over, only an answer to what still waits for one."""
    if not dossier.is_over:
        return True
    return part is not Part.APPLICANT and conversation is not None and conversation.waiting_since is not None


def check_may_write(part: Part, dossier: Dossier, conversation: Conversation | None) -> None:
    """Raises CannotWrite("over")."""
    if not may_write(part, dossier, conversation):
        raise CannotWrite("over")


def check_not_too_many(person: Person, part: Part, dossier: Dossier, at: datetime) -> None:
    """Raises CannotWrite("too_many") for much about one dossier in an hour, or for many questions in a day."""
    own = Message.objects.filter(sender=person)
    if own.filter(dossier=dossier, sent_at__gt=at - HOUR).count() >= MOST_AN_HOUR:
        raise CannotWrite("too_many")
    asked = own.filter(direction=Direction.TO_OFFICE, sent_at__gt=at - DAY)
    if part is Part.APPLICANT and asked.count() >= MOST_A_DAY:
        raise CannotWrite("too_many")
