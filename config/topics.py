"""Which topics an open page may listen to: the same sight as for reading."""

from datetime import datetime
from uuid import UUID

from accounts.models import Person
from accounts.second_factor import lacks_second_factor
from accounts.selectors import standings
from dossiers.errors import NotVisible
from dossiers.selectors import visible_dossier
from dossiers.topics import dossier_topic, inbox_topic


def may_listen(person: Person, topic: str, at: datetime) -> list[str]:
    """Return the groups behind a topic the person may hear; none refuses. Whoever must still set up a second factor hears nothing.

    topic  "inbox" (every inbox of the person) or "dossier.<public id>"
    """
    if lacks_second_factor(person, at):
        return []
    if topic == "inbox":
        return [inbox_topic(held.role, held.agency_id) for held in standings(person, at)]
    kind, _, public_id = topic.partition(".")
    if kind != "dossier":
        return []
    try:
        dossier, _sight = visible_dossier(person, UUID(public_id), at)
    except (NotVisible, ValueError):
        return []
    return [dossier_topic(dossier)]
