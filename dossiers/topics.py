"""Names of what open pages listen to. A topic says that something changed, never what."""

from dossiers.models import Dossier
from workflows.models import WorkItem


def dossier_topic(dossier: Dossier) -> str:
    """The topic of one dossier's pages."""
    return f"dossier.{dossier.public_id}"


def inbox_topic(role: str, agency_id: int) -> str:
    """The topic of one inbox: a role at an agency."""
    return f"inbox.{role}.{agency_id}"


def topics_of_item(item: WorkItem) -> list[str]:
    """The inboxes a change of a work item shows in."""
    return [inbox_topic(item.role, item.agency_id)]
