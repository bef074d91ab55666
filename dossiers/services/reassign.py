"""A leader gives an open step of the office to another officer, with a reason; both officers are told."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from dossiers.models import Dossier
from dossiers.news import tell_holder, tell_no_longer_holder
from dossiers.selectors.reassigning import officer_of_step, step_to_reassign
from dossiers.topics import dossier_topic, topics_of_item
from notifications.services import wake
from workflows import services as flow
from workflows.models import WorkItem


def reassign(
    leader: Person, public_id: UUID | str, *, officer_id: str, version: int, reason: str, at: datetime
) -> WorkItem:
    """Let another officer hold an open step; return it as it now is.

    officer_id  public id of the officer, one of those offered
    version     of the work item the page showed

    Raises NotVisible, StaleWorkItem, NotEntitled, FourEyes.
    """
    item = step_to_reassign(leader, public_id, at)
    officer, before = officer_of_step(leader, item, officer_id, at), item.owner
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=item.run.dossier.pk)
        given = flow.reassign(
            work_item_id=item.pk,
            person_id=officer.pk,
            expected_version=version,
            at=at,
            actor_id=leader.pk,
            reason=reason,
        )
        tell_holder(dossier, at, item=given)
        if before is not None and before != officer:
            tell_no_longer_holder(dossier, before, at, item=given)
        wake([*topics_of_item(item), dossier_topic(dossier)], at)
    return given
