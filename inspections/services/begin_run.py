"""Writes an inspection and starts its flow; called in the transaction of who proposes it, or of a dossier's step."""

from datetime import datetime
from typing import Any

from accounts.models import Agency, Person
from inspections.codes import next_code
from inspections.effects import write_inspection_status
from inspections.models import ChecklistVersion, Inspection, InspectionStatusChange, Origin
from inspections.notes import note
from inspections.roles import PROCEDURE
from inspections.status import InspectionStatus
from procedures.selectors import in_force, package_of
from workflows.services import start


def create(
    person: Person, agency: Agency, at: datetime, *, for_id: int | None = None, **facts: Any
) -> Inspection:
    """Write the inspection, pinned to the rules in force, with its first line of the timeline.

    for_id  the person for whom it is proposed, by a delegation
    """
    edition = in_force(PROCEDURE, at)
    facts.setdefault("checklist_version", newest_checklist(at))
    inspection = Inspection.objects.create(
        code=next_code(agency, at), agency=agency, procedure=PROCEDURE, rules_hash=edition.rules.version_hash,
        created_by=person, created_at=at, **facts,
    )  # fmt: skip
    InspectionStatusChange.objects.create(inspection=inspection, status=inspection.status, at=at)
    note(
        inspection,
        "proposed",
        person.pk,
        at,
        for_id=for_id,
        code=inspection.code,
        origin=inspection.origin,
    )
    return inspection


def newest_checklist(at: datetime) -> ChecklistVersion | None:
    """Return the checklist published last, None before there is one."""
    return ChecklistVersion.objects.filter(published_at__lte=at).order_by("-published_at", "-pk").first()


def begin_run(inspection: Inspection, person_id: int, at: datetime, *, for_id: int | None = None) -> None:
    """Start the flow; a decision on paper begins after the decision."""
    edition = in_force(PROCEDURE, at)
    inspection.run = start(
        flow_key=PROCEDURE,
        version_hash=inspection.rules_hash,
        bpmn=package_of(edition).flow,
        subject=f"inspections.Inspection:{inspection.pk}",
        actor_id=person_id,
        on_behalf_of_id=for_id,
        at=at,
    )
    inspection.save(update_fields=["run"])
    inspection.refresh_from_db()
    if inspection.origin == Origin.ON_PAPER and inspection.status != InspectionStatus.IN_PROGRESS:
        write_inspection_status(inspection, InspectionStatus.IN_PROGRESS, at)
