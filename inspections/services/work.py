"""A step of an inspection: take it, give it back, answer and send it on its way; the announcement and the notice."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from dossiers.services.step_drafts import forget_step_drafts
from forms.services import Accepted, accept, reference, texts_in
from inspections.conditions import missing
from inspections.errors import NotReady
from inspections.exemption import check_said_place
from inspections.models import Inspection, InspectionDecision, InspectionFile, InspectionStep, Target
from inspections.notes import note
from inspections.notice_days import check_said_days
from inspections.parties import behalf_of
from inspections.roles import INSTITUTION_ROLE, OWN_ROLES
from inspections.selectors.visible import EFFECTS, case_of, work_item
from inspections.topics import topics_of_case
from notifications.services import wake
from procedures.selectors import package_for
from workflows import services as flow
from workflows.errors import StaleWorkItem
from workflows.models import WorkItem

Case = Inspection | Target | InspectionDecision
SELF_DECLARATION = "self_declaration"
"""Name of the form with which an institution sends its self-declaration: nothing of it changes afterwards."""


def claim(person: Person, public_id: UUID | str, *, version: int, at: datetime) -> WorkItem:
    """Take a step of an office. Raises NotVisible, AlreadyClaimed, StaleWorkItem, FourEyes, NotEntitled."""
    item = work_item(person, public_id, at)
    with transaction.atomic():
        if item.role in OWN_ROLES:
            taken = flow.assign(work_item_id=item.pk, person_id=person.pk, actor_id=person.pk, at=at)
        else:
            taken = flow.claim(work_item_id=item.pk, person_id=person.pk, expected_version=version, at=at)
        wake(topics_of_case(case_of(item), item), at)
    return taken


def release(person: Person, public_id: UUID | str, *, version: int, at: datetime) -> WorkItem:
    """Give a step back. Raises NotVisible, NotHolder, StaleWorkItem."""
    item = work_item(person, public_id, at)
    with transaction.atomic():
        freed = flow.release(work_item_id=item.pk, person_id=person.pk, expected_version=version, at=at)
        wake(topics_of_case(case_of(item), item), at)
    return freed


def complete(
    person: Person,
    public_id: UUID | str,
    *,
    outcome: str,
    version: int,
    at: datetime,
    data: Mapping[str, Any],
    files: Mapping[str, Any],
    reason: str = "",
    four_eyes_reason: str = "",
) -> Case:
    """Answer a step and move the inspection, or the institution's part, on; return the case.

    outcome      key of the chosen way out
    version      of the work item the page showed
    data, files  what the step's form posted
    four_eyes_reason  why one person does this step and one it checks

    Raises NotVisible, forms.Invalid, NotReady, NotFit, and the refusals of workflows.services.complete.
    """
    item = work_item(person, public_id, at)
    accepted = accept_step(item, data, files, person=person, outcome=outcome, at=at)
    effects = EFFECTS[item.process.subject_type]
    with transaction.atomic():
        effects.lock(item.process.subject_id)
        case = case_of(item)
        check_is_current(item, version)
        check_ready(item, case, outcome, at, accepted.answers if accepted else {})
        if isinstance(case, Target) and accepted:
            check_said_days(case, accepted.answers, at)
            check_said_place(case, accepted.answers)
        version = take_over(item, person, version, at)
        store_answers(case, item, accepted, person=person, outcome=outcome, reason=reason, at=at)
        forget_step_drafts(item)
        close_declaration(case, item, at)
        flow.complete(
            work_item_id=item.pk,
            person_id=person.pk,
            outcome=outcome,
            variables={},
            facts=effects.facts(item.process.subject_id),
            expected_version=version,
            at=at,
            reason=reason,
            four_eyes_reason=four_eyes_reason,
        )
        wake(topics_of_case(case, item), at)
    return effects.case(item.process.subject_id)


def accept_step(
    item: WorkItem,
    data: Mapping[str, Any],
    files: Mapping[str, Any],
    *,
    person: Person,
    outcome: str,
    at: datetime,
) -> Accepted | None:
    """Check what a step's form posted; None for a step without a form. Raises forms.Invalid."""
    if not item.form:
        return None
    form = package_for(item.process.flow_key, item.process.version_hash).forms[item.form]
    return accept(form, data=data, files=files, owner_id=person.pk, at=at, context={"outcome": outcome})


def check_is_current(item: WorkItem, version: int) -> None:
    """Raises StaleWorkItem before anything is written for a step that has moved on since the page was shown."""
    item.refresh_from_db(fields=["version", "status", "owner", "completed_at"])
    if not item.is_open or item.version != version:
        raise StaleWorkItem(item.pk, expected=version, found=item.version, status=item.status)


def check_ready(item: WorkItem, case: Case, outcome: str, at: datetime, answers: Mapping[str, Any]) -> None:
    """Raises NotReady where the package asks for something of the case before the step goes this way."""
    package = package_for(item.process.flow_key, item.process.version_hash)
    names = package.definition.requires.get(item.node_id, {}).get(outcome, ())
    lacking = missing(names, case, at, answers)
    if lacking:
        raise NotReady(lacking)


def take_over(item: WorkItem, person: Person, version: int, at: datetime) -> int:
    """Give a step that is no office's to whoever does it of its side; return the version it then has."""
    if item.role not in OWN_ROLES or item.owner_id == person.pk:
        return version
    taken = flow.assign(work_item_id=item.pk, person_id=person.pk, actor_id=person.pk, at=at)
    return taken.version


def store_answers(
    case: Case,
    item: WorkItem,
    accepted: Accepted | None,
    *,
    person: Person,
    outcome: str,
    reason: str,
    at: datetime,
) -> None:
    """Keep the answers of a step and the papers that came with them."""
    inspection = case if isinstance(case, Inspection) else case.inspection
    target = case if isinstance(case, Target) else getattr(case, "target", None)
    InspectionStep.objects.create(
        inspection=inspection,
        target=target,
        work_item=item,
        node_id=item.node_id,
        answers=accepted.answers if accepted else {},
        outcome=outcome,
        reason=reason,
        answered_by=person,
        answered_at=at,
    )
    if accepted:
        keep_files(inspection, target, item, accepted, at)
    acting = behalf_of(person, target.institution, at) if target and item.role == INSTITUTION_ROLE else {}
    note(
        inspection, "step_answered", person.pk, at, target, for_id=item.on_behalf_of_id, step=item.node_id, outcome=outcome,
        reason=reason, **acting,
    )  # fmt: skip


def close_declaration(case: Case, item: WorkItem, at: datetime) -> None:
    """Note when an institution sent what it declares of itself."""
    if isinstance(case, Target) and item.form == SELF_DECLARATION:
        case.self_declared_at = at
        case.save(update_fields=["self_declared_at"])


def keep_files(
    inspection: Inspection, target: Target | None, item: WorkItem, accepted: Accepted, at: datetime
) -> None:
    """Make the accepted uploads papers of the inspection; one that already is stays where it was."""
    reference(accepted.attachments, at=at)
    known = set(InspectionFile.objects.filter(inspection=inspection).values_list("attachment_id", flat=True))
    field_of = {
        public_id: field for field, answer in accepted.answers.items() for public_id in texts_in(answer)
    }
    InspectionFile.objects.bulk_create(
        InspectionFile(
            inspection=inspection,
            target=target,
            attachment=attachment,
            field=field_of.get(str(attachment.public_id), ""),
            node_id=item.node_id,
            is_of_institution=item.role == INSTITUTION_ROLE,
            added_at=at,
        )
        for attachment in accepted.attachments
        if attachment.pk not in known
    )
