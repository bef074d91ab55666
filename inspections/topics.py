"""Names of what open pages listen to. A topic says that something changed, never what."""

from dossiers.topics import topics_of_item
from inspections.models import Inspection, InspectionDecision, Target
from workflows.models import WorkItem


def inspection_topic(inspection: Inspection) -> str:
    """The topic of an inspection's pages."""
    return f"inspection.{inspection.public_id}"


def target_topic(target: Target) -> str:
    """The topic of the pages of one institution's part."""
    return f"target.{target.public_id}"


def agency_topic(agency_id: int) -> str:
    """The topic of the boards of an agency's inspections."""
    return f"inspections.{agency_id}"


def topics_of_case(case: Inspection | Target | InspectionDecision, item: WorkItem | None = None) -> list[str]:
    """The pages, and the inbox, in which a change of a case shows."""
    inspection = case if isinstance(case, Inspection) else case.inspection
    target = case if isinstance(case, Target) else getattr(case, "target", None)
    topics = [
        inspection_topic(inspection),
        agency_topic(inspection.agency_id),
        *([target_topic(target)] if target else []),
    ]
    return [*topics, *(topics_of_item(item) if item else [])]
