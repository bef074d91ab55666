"""Begins the part of each institution: a run of the package in force, pinned as a dossier's is."""

from datetime import datetime

from inspections.models import NOT_INSPECTED, Inspection, Target
from inspections.roles import TARGET_PROCEDURE
from procedures.selectors import in_force, package_of
from workflows.services import start


def open_all(inspection: Inspection, at: datetime) -> None:
    """Start the flow of every institution that is to be inspected and has none yet. Raises NotInForce."""
    for target in inspection.targets.filter(run=None).exclude(overlap__in=NOT_INSPECTED).order_by("pk"):
        open_one(target, at)


def open_one(target: Target, at: datetime) -> None:
    """Start the flow of one institution."""
    edition = in_force(TARGET_PROCEDURE, at)
    target.procedure, target.rules_hash = TARGET_PROCEDURE, edition.rules.version_hash
    target.run = start(
        flow_key=TARGET_PROCEDURE,
        version_hash=target.rules_hash,
        bpmn=package_of(edition).flow,
        subject=f"inspections.Target:{target.pk}",
        actor_id=None,
        at=at,
    )
    target.save(update_fields=["procedure", "rules_hash", "run"])
