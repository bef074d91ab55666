"""Which topics an open page may listen to: the same sight as for reading."""

from datetime import datetime
from uuid import UUID

from accounts.models import Person
from accounts.permissions import VIEW_INSPECTIONS
from accounts.second_factor import lacks_second_factor
from accounts.selectors import agencies_where, standings
from dossiers.errors import NotVisible
from dossiers.selectors import visible_dossier
from dossiers.topics import dossier_topic, inbox_topic
from inspections.errors import NotVisible as InspectionNotVisible
from inspections.selectors import visible_inspection, visible_target
from inspections.sight import visible_inspections
from inspections.status import OVER_INSPECTION
from inspections.topics import agency_topic, inspection_topic, target_topic

MOST_BOARDS = 20
"""Inspections beyond those of one's agencies whose changes wake a person's boards."""


def may_listen(person: Person, topic: str, at: datetime) -> list[str]:
    """Return the groups behind a topic the person may hear; none refuses. Whoever must still set up a second factor hears nothing.

    topic  "inbox" (every inbox of the person), "inspections" (boards of all that the person sees), "dossier.<public id>", "inspection.<public id>" or "target.<public id>"
    """
    if lacks_second_factor(person, at):
        return []
    if topic == "inbox":
        return [inbox_topic(held.role, held.agency_id) for held in standings(person, at)]
    if topic == "inspections":
        return boards_of(person, at)
    kind, _, public_id = topic.partition(".")
    find = LISTENED.get(kind)
    if find is None:
        return []
    try:
        return [find(person, UUID(public_id), at)]
    except (NotVisible, InspectionNotVisible, ValueError):
        return []


def boards_of(person: Person, at: datetime) -> list[str]:
    """Return the groups that wake a person's lists and boards of inspections: the agencies', then the teams' own."""
    agencies = agencies_where(person, VIEW_INSPECTIONS, at)
    others = visible_inspections(person, at).exclude(agency__in=agencies).exclude(status__in=OVER_INSPECTION)
    newest = others.only("public_id").order_by("-pk")[:MOST_BOARDS]
    return [*map(agency_topic, sorted(agencies)), *map(inspection_topic, newest)]


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
