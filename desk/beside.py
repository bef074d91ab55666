"""What waits beside the queues of the inbox, for those it concerns: messages, complaints, minutes to sign or to seal."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import HANDLE_COMPLAINTS, RECEIVE_DOSSIER, SEAL_DOCUMENT
from accounts.selectors import agencies_where
from dossiers.complaint_models import OPEN_COMPLAINTS
from dossiers.complaints import visible_complaints
from dossiers.selectors.conversation import waiting_conversations
from inspections.selectors.minutes import minutes_to_certify, minutes_to_seal

MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Beside:
    """One entry below the queues."""

    url: str
    label: str
    count: int
    late: int = 0


def beside_the_queues(person: Person, at: datetime) -> list[Beside]:
    """Return the entries a person's rights give them: a query each, none for a right they lack.

    Who leads a team does so by no right of an office: theirs is asked for always and shown while something waits.
    """
    entries = []
    if agencies_where(person, RECEIVE_DOSSIER, at):
        waiting = waiting_conversations(person, at)[:MOST_COUNTED].count()
        entries.append(Beside(reverse("desk:waiting_messages"), _("Tin nhắn chờ trả lời"), waiting))
    if agencies_where(person, HANDLE_COMPLAINTS, at):
        opened = visible_complaints(person, at).filter(state__in=OPEN_COMPLAINTS)
        counted = opened.aggregate(count=Count("pk"), late=Count("pk", filter=Q(answer_by__lt=at)))
        entries.append(Beside(reverse("desk:complaints"), _("Phản ánh, kiến nghị"), **counted))
    if agencies_where(person, SEAL_DOCUMENT, at):
        to_seal = minutes_to_seal(person, at)[:MOST_COUNTED].count()
        entries.append(
            Beside(reverse("desk:inspections:minutes_to_seal"), _("Biên bản chờ đóng dấu"), to_seal)
        )
    if to_sign := minutes_to_certify(person, at)[:MOST_COUNTED].count():
        entries.append(
            Beside(reverse("desk:inspections:minutes_to_certify"), _("Biên bản chờ ký số"), to_sign)
        )
    return entries
