"""Keep what a person has typed, exactly as typed, until it is sent or thrown away; a draft for each party it is for.

What was typed for a party stays with that party: once the power is over, the draft is kept but nobody reads it until
the same party gives a new one, or it is thrown away. Of several drafts of one procedure a page without a word of its
own goes on with the one that was chosen, or typed into, last.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Person, Representation
from accounts.representing import is_of_same_party
from audit.services import record
from dossiers.models import DossierFile, Draft
from dossiers.parties import behalf_of, check_in_force, represented_by
from dossiers.policies import check_may_apply
from forms.selectors import attachments_of
from forms.services import hold, papers_named, without_papers
from procedures.selectors import in_force, package_of

UPLOADS_KEPT = timedelta(days=90)


def save_draft(
    person: Person,
    procedure: str,
    values: Mapping[str, Any],
    *,
    at: datetime,
    representation: Representation | None = None,
) -> Draft:
    """Store raw values over those that stand; they follow the version in force; uploads are kept 90 days.

    values          raw answers by key, of the whole form or of one of its pages; what it does not name stays.
                    A paper that was sent with a dossier already is left out: it stays where it is, and is asked for again
    representation  of the party it is for; None for oneself

    Raises NotInForce, RepresentationOver for a party whose power is over.
    """
    rules_hash = in_force(procedure, at).rules.version_hash
    with transaction.atomic():
        if representation is not None:
            check_in_force(Representation.objects.get(pk=representation.pk), person, at)
        draft = draft_for(person, procedure, representation, rules_hash, at)
        kept = unsent({**draft.values, **values}, person)
        if kept != draft.values:
            draft.values, draft.idempotency_key = kept, uuid.uuid4()
        draft.rules_hash, draft.updated_at, draft.chosen_at = rules_hash, at, at
        draft.save(update_fields=["values", "idempotency_key", "rules_hash", "updated_at", "chosen_at"])
        hold(draft.values, owner_id=person.pk, until=at + UPLOADS_KEPT)
        note_draft("draft.saved", draft, at)
    return draft


def choose_party(
    person: Person, procedure: str, representation: Representation | None, *, at: datetime
) -> Draft:
    """Say for whom an application is filled in, None for oneself: each party has a draft of its own, which is gone on with.

    Raises NotInForce, MayNotApply, RepresentationOver.
    """
    edition = in_force(procedure, at)
    check_may_apply(person, package_of(edition).definition, at, representation)
    with transaction.atomic():
        draft = draft_for(person, procedure, representation, edition.rules.version_hash, at)
        draft.chosen_at = at
        draft.save(update_fields=["chosen_at"])
        note_draft("draft.party_chosen", draft, at)
    return draft


def draft_for(
    person: Person, procedure: str, representation: Representation | None, rules_hash: str, at: datetime
) -> Draft:
    """Return the person's draft for a party, locked; one that was typed by an earlier power of it goes on by this one."""
    own = Draft.objects.select_for_update().filter(person=person, procedure=procedure)
    same = own.filter(representation=representation).first()
    if same is not None:
        return same
    if representation is not None:
        for each in own.exclude(representation=None).select_related("representation").order_by("pk"):
            if is_of_same_party(each.representation, representation):
                each.representation, each.idempotency_key = representation, uuid.uuid4()
                each.save(update_fields=["representation", "idempotency_key"])
                return each
    begun = {"rules_hash": rules_hash, "updated_at": at, "chosen_at": at, "idempotency_key": uuid.uuid4()}
    draft, _is_new = own.get_or_create(
        person=person, procedure=procedure, representation=representation, defaults=begun
    )
    return draft


def note_draft(action: str, draft: Draft, at: datetime) -> None:
    """Write the audit row of what a person did with a draft of theirs."""
    record(
        action=action,
        actor_id=draft.person_id,
        on_behalf_of_id=represented_by(draft.person, draft),
        target="dossiers.Draft",
        target_id=draft.pk,
        at=at,
        values={"procedure": draft.procedure, **behalf_of(draft)},
    )


def unsent(values: Mapping[str, Any], person: Person) -> dict[str, Any]:
    """Return the values without the papers that a dossier has."""
    named = papers_named(values)
    sent = DossierFile.objects.filter(attachment__in=attachments_of(person.pk, named).values())
    gone = {str(each) for each in sent.values_list("attachment__public_id", flat=True)}
    return without_papers(values, gone) if gone else dict(values)


def discard_draft(person: Person, procedure: str, party: str, *, at: datetime) -> bool:
    """Throw a draft away; its uploads are swept later. Return whether there was one.

    party  its key (Draft.party_key)
    """
    with transaction.atomic():
        drafts = Draft.objects.select_for_update(of=("self",)).filter(person=person, procedure=procedure)
        found = [each for each in drafts.select_related("representation") if each.party_key == party]
        for draft in found:
            note_draft("draft.discarded", draft, at)
            draft.delete()
    return bool(found)
