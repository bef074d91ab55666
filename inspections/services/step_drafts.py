"""Keep what the holder of a step of an inspection has typed, exactly as typed, until the step goes out or the holder drops it.

The drafts are the same rows as those of dossiers' steps: they hang on the work item.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from dossiers.models import StepDraft
from dossiers.services.step_drafts import NOTHING, UPLOADS_KEPT
from forms.services import hold
from inspections.errors import NotVisible
from inspections.models import Inspection, Target
from inspections.notes import note
from inspections.parties import behalf_of
from inspections.roles import INSTITUTION_ROLE
from inspections.selectors.visible import EFFECTS, case_of, work_item
from workflows.models import WorkItem


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
    item = work_item(person, public_id, at)
    with transaction.atomic():
        lock_held(item, person)
        draft, _ = StepDraft.objects.update_or_create(
            work_item=item,
            person=person,
            defaults={"values": dict(values), "reason": reason, "beside": dict(beside), "updated_at": at},
        )
        hold(draft.values, owner_id=person.pk, until=at + UPLOADS_KEPT)
        note_draft(item, "step_draft_saved", person, at)
    return draft


def drop_step_draft(person: Person, public_id: UUID | str, *, at: datetime) -> None:
    """Throw a draft away. Raises NotVisible."""
    item = work_item(person, public_id, at)
    with transaction.atomic():
        lock_held(item, person)
        if StepDraft.objects.filter(work_item=item, person=person).delete()[0]:
            note_draft(item, "step_draft_dropped", person, at)


def lock_held(item: WorkItem, person: Person) -> None:
    """Lock the step's case. Raises NotVisible unless the person still holds the step, and it is open.

    An institution's step is held by nobody until it is sent: whoever acts for the institution has a draft of their own.
    """
    EFFECTS[item.process.subject_type].lock(item.process.subject_id)
    item.refresh_from_db(fields=["status", "completed_at", "owner"])
    is_theirs = item.role == INSTITUTION_ROLE or item.holder_id == person.pk
    if not item.is_open or not is_theirs:
        raise NotVisible


def note_draft(item: WorkItem, action: str, person: Person, at: datetime) -> None:
    """Write the audit row of a draft, which changes nobody else's page."""
    case = case_of(item)
    inspection = case if isinstance(case, Inspection) else case.inspection
    target = case if isinstance(case, Target) else None
    acting = behalf_of(person, target.institution, at) if target and item.role == INSTITUTION_ROLE else {}
    note(
        inspection,
        action,
        person.pk,
        at,
        target,
        for_id=item.on_behalf_of_id,
        wakes=False,
        step=item.node_id,
        **acting,
    )
