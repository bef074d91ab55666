"""Which topics an open page may listen to: the same sight as for reading."""

from datetime import datetime

from accounts.models import Person
from accounts.selectors import standings
from dossiers.errors import NotVisible
from dossiers.selectors import visible_dossier
from dossiers.topics import inbox_topic


def may_listen(person: Person, topic: str, at: datetime) -> list[str]:
    """Return the groups behind a topic the person may hear; none refuses.

    topic  "inbox" (every inbox of the person) or "dossier.<public id>"
    """
    if topic == "inbox":
        return [inbox_topic(held.role, held.agency_id) for held in standings(person, at)]
    kind, _, public_id = topic.partition(".")
    if kind != "dossier":
        return []
    try:
        visible_dossier(person, public_id, at)
    except (NotVisible, ValueError):
        return []
    return [topic]
