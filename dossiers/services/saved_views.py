"""Keep a view of the inbox under a name, rename it, forget it: one's own alone, a dozen at most."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Person
from audit.services import record
from dossiers.errors import CannotKeepView, NotVisible
from dossiers.inbox_filter import InboxFilter
from dossiers.models import SavedView
from dossiers.saved_view_models import LONGEST_NAME, MOST_VIEWS


def keep_view(person: Person, name: str, narrowed: InboxFilter, *, at: datetime) -> SavedView:
    """Return the kept view. Raises CannotKeepView ("no_name", "long_name", "taken", "too_many")."""
    with transaction.atomic():
        own = locked(person)
        name = checked_name(own, name)
        if len(own) >= MOST_VIEWS:
            raise CannotKeepView("too_many")
        view = SavedView.objects.create(person=person, name=name, filter=narrowed.as_data(), created_at=at)
        keep_on_record(view, "view.kept", at)
    return view


def rename_view(person: Person, public_id: UUID, name: str, *, at: datetime) -> SavedView:
    """Give a view another name. Raises NotVisible, CannotKeepView ("no_name", "long_name", "taken")."""
    with transaction.atomic():
        own = locked(person)
        view = own_view(own, public_id)
        view.name = checked_name([each for each in own if each.pk != view.pk], name)
        view.save(update_fields=["name"])
        keep_on_record(view, "view.renamed", at)
    return view


def forget_view(person: Person, public_id: UUID, *, at: datetime) -> None:
    """Forget a view. Raises NotVisible."""
    with transaction.atomic():
        view = own_view(locked(person), public_id)
        keep_on_record(view, "view.forgotten", at)
        view.delete()


def locked(person: Person) -> list[SavedView]:
    """Return a person's views, so that nobody adds another meanwhile."""
    Person.objects.select_for_update().only("pk").get(pk=person.pk)
    return list(SavedView.objects.filter(person=person))


def own_view(own: list[SavedView], public_id: UUID) -> SavedView:
    """Return one of a person's views. Raises NotVisible."""
    found = next((each for each in own if each.public_id == public_id), None)
    if found is None:
        raise NotVisible
    return found


def checked_name(others: list[SavedView], name: str) -> str:
    """Return a name as it is kept. Raises CannotKeepView."""
    tidy = " ".join(name.replace("\x00", " ").split())
    if not tidy:
        raise CannotKeepView("no_name")
    if len(tidy) > LONGEST_NAME:
        raise CannotKeepView("long_name")
    if tidy.casefold() in {each.name.casefold() for each in others}:
        raise CannotKeepView("taken")
    return tidy


def keep_on_record(view: SavedView, action: str, at: datetime) -> None:
    """Write the audit row."""
    record(
        action=action, actor_id=view.person_id, target="dossiers.SavedView", target_id=view.pk, at=at,
        values={"name": view.name},
    )  # fmt: skip
