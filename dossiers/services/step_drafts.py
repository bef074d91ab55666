"""Keep what the holder of a step has typed, exactly as typed, until the step goes out or the holder drops it.

The applicant's own step is typed by whoever of the party is at it, each in a draft of their own; its papers are of who
sent the dossier, as the dossier's are.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from dossiers import selectors
from dossiers.errors import NotVisible
from dossiers.models import Dossier, StepDraft
from dossiers.notes import note
from dossiers.parties import behalf_of, represented_by
from dossiers.roles import APPLICANT_ROLE
from dossiers.services.supplement import lock_held
from forms.services import hold
from workflows.models import WorkItem

UPLOADS_KEPT = timedelta(days=30)
NOTHING: Mapping[str, str] = MappingProxyType({})


def save_step_draft(
    person: Person,
    public_id: UUID | str,
    *,
    values: Mapping[str, Any],
    reason: str,
    at: datetime,
    beside: Mapping[str, str] = NOTHING,
) -> StepDraft:
    """Store raw answers of a step's form over those that stand; uploads among them are kept for 30 days.

    beside  what was typed beside the form and its reason, by name on the page

    Raises NotVisible for who does not hold the step, or no longer.
    """
    item = selectors.work_item(person, public_id, at)
    with transaction.atomic():
        lock_typed(item, person)
        draft, _ = StepDraft.objects.update_or_create(
            work_item=item,
            person=person,
            defaults={"values": dict(values), "reason": reason, "beside": dict(beside), "updated_at": at},
        )
        hold(draft.values, owner_id=papers_owner(item, person), until=at + UPLOADS_KEPT)
        note_draft(item, "dossier.step_draft_saved", person, at)
    return draft


def drop_step_draft(person: Person, public_id: UUID | str, *, at: datetime) -> None:
    """Throw a draft away. Raises NotVisible."""
    item = selectors.work_item(person, public_id, at)
    with transaction.atomic():
        lock_typed(item, person)
        if StepDraft.objects.filter(work_item=item, person=person).delete()[0]:
            note_draft(item, "dossier.step_draft_dropped", person, at)


def lock_typed(item: WorkItem, person: Person) -> None:
    """Lock the dossier of a step in which the person types. Raises NotVisible where the step is over or another's.

    Whose the applicant's step is was asked when it was read (selectors.work_item).
    """
    if item.role != APPLICANT_ROLE:
        lock_held(item, person)
        return
    Dossier.objects.select_for_update().only("pk").get(pk=item.run.dossier.pk)
    item.refresh_from_db(fields=["status", "completed_at", "owner"])
    if not item.is_open:
        raise NotVisible


def papers_owner(item: WorkItem, person: Person) -> int:
    """Return whose the papers of a step are."""
    return int(item.run.dossier.applicant_id) if item.role == APPLICANT_ROLE else person.pk


def note_draft(item: WorkItem, action: str, person: Person, at: datetime) -> None:
    """Write the record of a draft, and for whom somebody typed."""
    dossier, by_applicant = item.run.dossier, item.role == APPLICANT_ROLE
    for_id = represented_by(person, dossier) if by_applicant else item.on_behalf_of_id
    behalf = behalf_of(dossier) if by_applicant else {}
    note(dossier, action, person.pk, at, for_id=for_id, step=item.node_id, **behalf)


def forget_step_drafts(item: WorkItem) -> None:
    """Let every draft of a step go with the step; inside the transaction in which it goes out."""
    StepDraft.objects.filter(work_item=item).delete()


def step_draft_of(item: WorkItem, person: Person) -> StepDraft | None:
    """Return what the holder of an open step, or somebody of the applicant's party, has typed so far; else None."""
    if not item.is_open or (item.role != APPLICANT_ROLE and item.holder_id != person.pk):
        return None
    return StepDraft.objects.filter(work_item=item, person=person).first()
