"""Which topics an open page may listen to: the same sight as for reading."""

from datetime import datetime
from uuid import UUID

from accounts.models import Person
from accounts.second_factor import lacks_second_factor
from accounts.selectors import standings
from dossiers.errors import NotVisible
from dossiers.selectors import visible_dossier
from dossiers.topics import dossier_topic, inbox_topic
from inspections.errors import NotVisible as InspectionNotVisible
from inspections.selectors import visible_inspection, visible_target
from inspections.topics import inspection_topic, target_topic


def may_listen(person: Person, topic: str, at: datetime) -> list[str]:
    """Return the groups behind a topic the person may hear; none refuses. Whoever must still set up a second factor hears nothing.

    topic  "inbox" (every inbox of the person), "dossier.<public id>", "inspection.<public id>" or "target.<public id>"
    """
    if lacks_second_factor(person, at):
        return []
    if topic == "inbox":
        return [inbox_topic(held.role, held.agency_id) for held in standings(person, at)]
    kind, _, public_id = topic.partition(".")
    find = LISTENED.get(kind)
    if find is None:
        return []
    try:
        return [find(person, UUID(public_id), at)]
    except (NotVisible, InspectionNotVisible, ValueError):
        return []


def of_dossier(person: Person, public_id: UUID, at: datetime) -> str:
    """Return the group of a dossier's pages. Raises NotVisible."""
    dossier, _sight = visible_dossier(person, public_id, at)
    return dossier_topic(dossier)


def of_inspection(person: Person, public_id: UUID, at: datetime) -> str:
    """Return the group of an inspection's pages. Raises inspections.errors.NotVisible."""
    inspection, _sight = visible_inspection(person, public_id, at)
    return inspection_topic(inspection)


def of_target(person: Person, public_id: UUID, at: datetime) -> str:
    """Return the group of the pages of one institution's part. Raises inspections.errors.NotVisible."""
    target, _sight = visible_target(person, public_id, at)
    return target_topic(target)


LISTENED = {"dossier": of_dossier, "inspection": of_inspection, "target": of_target}
