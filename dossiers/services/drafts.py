"""Keep what a person has typed, exactly as typed, until it is sent or thrown away; and for whom it will be sent.

What was typed for a party stays with that party: once the power is over, the draft is kept but nobody reads it until
the same party gives a new one, or it is thrown away.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Person, Representation
from accounts.representing import is_of_same_party
from audit.services import record
from dossiers.errors import RepresentationOver
from dossiers.models import DossierFile, Draft
from dossiers.parties import behalf_of, check_in_force
from dossiers.policies import check_may_apply
from forms.selectors import attachments_of
from forms.services import hold, papers_named, without_papers
from procedures.selectors import in_force, package_of

UPLOADS_KEPT = timedelta(days=90)


def save_draft(person: Person, procedure: str, values: Mapping[str, Any], *, at: datetime) -> Draft:
    """Store raw values over those that stand; they follow the version in force; uploads are kept 90 days.

    values  raw answers by key, of the whole form or of one of its pages; what it does not name stays.
            A paper that was sent with a dossier already is left out: it stays where it is, and is asked for again

    Raises NotInForce, RepresentationOver for a draft of a party whose power is over.
    """
    rules_hash = in_force(procedure, at).rules.version_hash
    with transaction.atomic():
        draft, _ = Draft.objects.select_for_update().get_or_create(
            person=person,
            procedure=procedure,
            defaults={"rules_hash": rules_hash, "updated_at": at, "idempotency_key": uuid.uuid4()},
        )
        check_in_force(draft.representation, person, at)
        kept = unsent({**draft.values, **values}, person)
        if kept != draft.values:
            draft.values, draft.idempotency_key = kept, uuid.uuid4()
        draft.rules_hash, draft.updated_at = rules_hash, at
        draft.save(update_fields=["values", "idempotency_key", "rules_hash", "updated_at"])
        hold(draft.values, owner_id=person.pk, until=at + UPLOADS_KEPT)
        record(
            action="draft.saved",
            actor_id=person.pk,
            target="dossiers.Draft",
            target_id=draft.pk,
            at=at,
            values={"procedure": procedure, **behalf_of(draft)},
        )
    return draft


def choose_party(
    person: Person, procedure: str, representation: Representation | None, *, at: datetime
) -> Draft:
    """Say for whom an application will be sent, None for oneself; what was typed stays, and a page shown before cannot send it.

    Raises NotInForce, MayNotApply, RepresentationOver: also for what was typed for another party whose power is over.
    """
    edition = in_force(procedure, at)
    check_may_apply(person, package_of(edition).definition, at, representation)
    with transaction.atomic():
        draft, is_new = Draft.objects.select_for_update().get_or_create(
            person=person, procedure=procedure,
            defaults={
                "rules_hash": edition.rules.version_hash, "updated_at": at, "representation": representation,
            },
        )  # fmt: skip
        if not is_new and draft.representation != representation:
            check_is_of(draft, representation, person, at)
            draft.representation, draft.updated_at, draft.idempotency_key = representation, at, uuid.uuid4()
            draft.save(update_fields=["representation", "updated_at", "idempotency_key"])
        record(
            action="draft.party_chosen",
            actor_id=person.pk,
            target="dossiers.Draft",
            target_id=draft.pk,
            at=at,
            values={"procedure": procedure, **behalf_of(draft)},
        )
    return draft


def check_is_of(draft: Draft, representation: Representation | None, person: Person, at: datetime) -> None:
    """Raises RepresentationOver where a draft of a party whose power is over would become somebody else's."""
    before = draft.representation
    if before is None or before.is_in_force(at):
        return
    if representation is None or not is_of_same_party(before, representation):
        raise RepresentationOver(before.party_name)


def unsent(values: Mapping[str, Any], person: Person) -> dict[str, Any]:
    """Return the values without the papers that a dossier has."""
    named = papers_named(values)
    sent = DossierFile.objects.filter(attachment__in=attachments_of(person.pk, named).values())
    gone = {str(each) for each in sent.values_list("attachment__public_id", flat=True)}
    return without_papers(values, gone) if gone else dict(values)


def discard_draft(person: Person, procedure: str, *, at: datetime) -> None:
    """Throw a draft away; its uploads are swept later."""
    with transaction.atomic():
        for draft in Draft.objects.filter(person=person, procedure=procedure):
            record(
                action="draft.discarded",
                actor_id=person.pk,
                target="dossiers.Draft",
                target_id=draft.pk,
                at=at,
            )
            draft.delete()
