"""Keep what the holder of a step has typed, exactly as typed, until the step goes out or the holder drops it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from dossiers import selectors
from dossiers.models import StepDraft
from dossiers.notes import note
from dossiers.services.supplement import lock_held
from forms.services import hold
from workflows.models import WorkItem

UPLOADS_KEPT = timedelta(days=30)


def save_step_draft(
    person: Person, public_id: UUID | str, *, values: Mapping[str, Any], reason: str, at: datetime
) -> StepDraft:
    """Store raw answers of a step's form over those that stand; uploads among them are kept for 30 days.

    Raises NotVisible for who does not hold the step, or no longer.
    """
    item = selectors.work_item(person, public_id, at)
    with transaction.atomic():
        lock_held(item, person)
        draft, _ = StepDraft.objects.update_or_create(
            work_item=item,
            person=person,
            defaults={"values": dict(values), "reason": reason, "updated_at": at},
        )
        hold(draft.values, owner_id=person.pk, until=at + UPLOADS_KEPT)
        note(
            item.run.dossier,
            "dossier.step_draft_saved",
            person.pk,
            at,
            for_id=item.on_behalf_of_id,
            step=item.node_id,
        )
    return draft


def drop_step_draft(person: Person, public_id: UUID | str, *, at: datetime) -> None:
    """Throw a draft away. Raises NotVisible."""
    item = selectors.work_item(person, public_id, at)
    with transaction.atomic():
        lock_held(item, person)
        if StepDraft.objects.filter(work_item=item, person=person).delete()[0]:
            note(
                item.run.dossier,
                "dossier.step_draft_dropped",
                person.pk,
                at,
                for_id=item.on_behalf_of_id,
                step=item.node_id,
            )


def forget_step_drafts(item: WorkItem) -> None:
    """Let every draft of a step go with the step; inside the transaction in which it goes out."""
    StepDraft.objects.filter(work_item=item).delete()


def step_draft_of(item: WorkItem, person: Person) -> StepDraft | None:
    """Return what the holder of an open step has typed so far, None for anybody else."""
    if not item.is_open or item.holder_id != person.pk:
        return None
    return StepDraft.objects.filter(work_item=item, person=person).first()
