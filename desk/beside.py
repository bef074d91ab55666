"""What waits beside the queues of the inbox, for those it concerns: messages to answer, complaints to answer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.permissions import HANDLE_COMPLAINTS, RECEIVE_DOSSIER
from accounts.selectors import agencies_where
from dossiers.complaint_models import OPEN_COMPLAINTS
from dossiers.complaints import visible_complaints
from dossiers.selectors.conversation import waiting_conversations

MOST_COUNTED = 1_000


@dataclass(frozen=True)
class Beside:
    """One entry below the queues."""

    url: str
    label: str
    count: int
    late: int = 0


def beside_the_queues(person: Person, at: datetime) -> list[Beside]:
    """Return the entries a person's rights give them: a query each, none for a right they lack."""
    entries = []
    if agencies_where(person, RECEIVE_DOSSIER, at):
        waiting = waiting_conversations(person, at)[:MOST_COUNTED].count()
        entries.append(Beside(reverse("desk:waiting_messages"), _("Tin nhắn chờ trả lời"), waiting))
    if agencies_where(person, HANDLE_COMPLAINTS, at):
        opened = visible_complaints(person, at).filter(state__in=OPEN_COMPLAINTS)
        counted = opened.aggregate(count=Count("pk"), late=Count("pk", filter=Q(answer_by__lt=at)))
        entries.append(Beside(reverse("desk:complaints"), _("Phản ánh, kiến nghị"), **counted))
    return entries
