"""The applicant takes the application back: possible until the leader has signed."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from audit.services import record
from documents.selectors import is_signed
from dossiers.corrections import is_by_office
from dossiers.effects import DossierEffects
from dossiers.errors import CannotWithdraw, NotVisible
from dossiers.kinds import internal_kinds
from dossiers.models import Dossier
from dossiers.parties import behalf_of, belongs_to, represented_by
from dossiers.status import Status
from dossiers.topics import topics_of_item
from notifications.services import wake
from workflows.services import cancel_run


def is_decided(dossier: Dossier) -> bool:
    """Say whether a leader has signed a result; what only goes from office to office decides nothing yet."""
    return is_signed("dossiers.Dossier", str(dossier.pk), but=internal_kinds(dossier))


def withdraw(person: Person, public_id: str, *, reason: str, at: datetime) -> Dossier:
    """Close every step of the dossier at the applicant's wish. Raises NotVisible, CannotWithdraw."""
    with transaction.atomic():
        dossier = (
            Dossier.objects.select_for_update(of=("self",))
            .select_related("run", "representation")
            .filter(belongs_to(person, at), public_id=public_id)
            .first()
        )
        if dossier is None:
            raise NotVisible
        if is_by_office(dossier) or dossier.is_over or dossier.status == Status.DONE or is_decided(dossier):
            raise CannotWithdraw
        inboxes = {
            topic
            for item in dossier.run.work_items.filter(completed_at__isnull=True)
            for topic in topics_of_item(item)
        }
        cancel_run(
            run_id=dossier.run_id, reason=reason or "withdrawn", actor_id=person.pk, at=at,
            on_behalf_of_id=represented_by(person, dossier),
        )  # fmt: skip
        DossierEffects().set_status(dossier.run, str(Status.WITHDRAWN.value), at)
        record(
            action="dossier.withdrawn",
            actor_id=person.pk,
            on_behalf_of_id=represented_by(person, dossier),
            target="dossiers.Dossier",
            target_id=dossier.pk,
            at=at,
            values={"reason": reason, **behalf_of(dossier)},
        )
        wake(sorted(inboxes), at)
    dossier.refresh_from_db()
    return dossier
