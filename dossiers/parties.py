"""Who a dossier belongs to: who sent it, and for whom.

A person's own dossier is theirs. One that was sent for another party is that party's: the represented person has it,
who acts for them has it while a representation is in force, and nobody by having sent it once.
"""

from datetime import datetime

from django.db.models import Q

from accounts.models import Person, Representation
from accounts.representing import representations_seen
from accounts.selectors import valid_representations
from dossiers.errors import RepresentationOver
from dossiers.models import Dossier, Draft


def belongs_to(person: Person, at: datetime) -> Q:
    """Return the condition of being a person's own, or a party's for whom they act at a moment."""
    own = Q(applicant=person, representation__isnull=True)
    seen = representations_seen(person, at)
    return own | Q(representation_id__in=seen) if seen else own


def is_party(person: Person, dossier: Dossier, at: datetime) -> bool:
    """Say whether a dossier is the person's to see and to act on as its applicant."""
    if dossier.representation_id is None:
        return dossier.applicant_id == person.pk
    return dossier.representation_id in representations_seen(person, at)


def is_concerned(person: Person, dossier: Dossier, at: datetime) -> bool:
    """Say whether an officer must leave a dossier to a colleague: sent by them once, or theirs by whatever way."""
    return dossier.applicant_id == person.pk or is_party(person, dossier, at)


def people_to_tell(dossier: Dossier, at: datetime) -> list[Person]:
    """Return who hears what becomes of a dossier: who sent it, unless they no longer act, and the party it is for.

    An organisation hears it through whoever acts for it now.
    """
    representation, sender = dossier.representation, dossier.applicant
    if representation is None:
        return [sender]
    acts_still = is_party(sender, dossier, at)
    if representation.is_of_organisation:
        return [sender] if acts_still else acting_for(representation, at)
    principal = [representation.principal] if representation.principal else []
    return [sender, *principal] if acts_still else principal


def acting_for(representation: Representation, at: datetime) -> list[Person]:
    """Return who acts for an organisation at a moment."""
    every = Representation.objects.filter(organisation=representation.organisation_id)
    acting = {each.person for each in every.select_related("person") if each.is_in_force(at)}
    return sorted(acting, key=lambda person: person.pk)


def may_act_for(person: Person, at: datetime) -> list[Representation]:
    """Return for whom a person may apply at a moment, by name."""
    return sorted(valid_representations(person, at), key=lambda each: (each.party_name, each.pk))


def check_in_force(representation: Representation | None, person: Person, at: datetime) -> None:
    """Raises RepresentationOver where somebody would act by a representation that is over, or is not theirs."""
    if representation is None:
        return
    if representation.person_id != person.pk or not representation.is_in_force(at):
        raise RepresentationOver(representation.party_name)


def represented_by(person: Person, sent: Dossier | Draft) -> int | None:
    """Return the account of the person on whose behalf somebody acts, for the audit row; None for none."""
    principal = sent.representation.principal_id if sent.representation else None
    return None if principal == person.pk else principal


def behalf_of(sent: Dossier | Draft) -> dict[str, str]:
    """Return what an audit row says of whom somebody acted for; nothing for one's own dossier or draft."""
    representation = sent.representation
    if representation is None:
        return {}
    return {"representation": str(representation.public_id), "for": representation.party_name}
