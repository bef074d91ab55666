"""Who is told that something was written about a dossier: never what, for a screen may stand in a corridor."""

from datetime import datetime

from django.urls import reverse

from accounts.models import Person
from accounts.selectors import holders
from dossiers.conversation import Part, part_in
from dossiers.conversation_models import Direction, Message
from dossiers.models import Dossier
from dossiers.news import facts_of
from dossiers.roles import APPLICANT_ROLE, RECEPTION_ROLE
from dossiers.sight import sight_of
from notifications.services import notify
from workflows.models import WorkItem

KINDS = tuple(f"message.{direction}" for direction in Direction.values)


def tell_of_message(message: Message, at: datetime) -> None:
    """Tell the other side; whoever wrote it knows."""
    dossier = message.dossier
    to_applicant = message.direction == Direction.TO_APPLICANT
    recipients = [dossier.applicant] if to_applicant else office_of(dossier, at)
    notify(
        recipients=[each for each in recipients if each.pk != message.sender_id],
        kind=f"message.{message.direction}",
        params=facts_of(dossier),
        url=reverse("portal:messages" if to_applicant else "desk:messages", args=[dossier.public_id]),
        subject=f"dossiers.Dossier:{dossier.pk}",
        at=at,
        audience="applicant" if to_applicant else "officer",
    )


def office_of(dossier: Dossier, at: datetime) -> list[Person]:
    """Return the one-stop officers of a dossier, and whoever of the deciding office has it in hand."""
    reception = holders(RECEPTION_ROLE, dossier.receiving_agency_id, at)
    in_hand = WorkItem.objects.filter(process_id=dossier.run_id, completed_at=None, owner__isnull=False)
    owners = Person.objects.filter(pk__in=in_hand.exclude(role=APPLICANT_ROLE).values("owner_id"))
    deciding = [
        each for each in owners if part_in(each, dossier, sight_of(each, dossier, at), at) is Part.DECIDING
    ]
    return [each for each in [*reception, *deciding] if each.pk != dossier.applicant_id]
