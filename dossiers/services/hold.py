"""Hold a dossier's run, and let it go on: an administrator's brake, with a reason each time.

While it is held its steps are in no inbox and nothing moves; what was promised stays promised.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from dossiers.models import Dossier
from dossiers.policies import check_may_hold
from dossiers.selectors import visible_dossier
from dossiers.topics import dossier_topic, topics_of_item
from notifications.services import wake
from workflows import services as flow


def hold(person: Person, public_id: UUID | str, *, reason: str, at: datetime) -> Dossier:
    """Hold the run of a dossier. Raises NotVisible, MayNotHold, RunEndedAlready."""
    return _brake(flow.suspend, person, public_id, reason=reason, at=at)


def let_go(person: Person, public_id: UUID | str, *, reason: str, at: datetime) -> Dossier:
    """Let a held run go on. Raises NotVisible, MayNotHold, RunEndedAlready."""
    return _brake(flow.resume, person, public_id, reason=reason, at=at)


def _brake(
    act: Callable[..., object], person: Person, public_id: UUID | str, *, reason: str, at: datetime
) -> Dossier:
    dossier, _sight = visible_dossier(person, public_id, at)
    check_may_hold(person, dossier, at)
    with transaction.atomic():
        act(run_id=dossier.run_id, reason=reason, actor_id=person.pk, at=at)
        open_items = dossier.run.work_items.filter(completed_at__isnull=True)
        topics = {topic for item in open_items for topic in topics_of_item(item)}
        wake([*sorted(topics), dossier_topic(dossier)], at)
    return dossier
