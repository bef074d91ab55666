"""An account opened by an administrator or at the counter, rather than by sign-up."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.errors import EmailTaken
from accounts.models import Person
from audit.services import record


def open_account(
    *,
    email: str,
    full_name: str,
    phone: str = "",
    password: str | None = None,
    actor: Person | None,
    at: datetime,
    **facts: object,
) -> Person:
    """Return a new person whose address counts as verified: whoever opened it vouches.

    Without a password the person sets one by the "forgotten password" way. An account gives
    no right by itself, so anybody who may administer some agency may open one.

    Raises EmailTaken.
    """
    with transaction.atomic():
        address = email.strip().lower()
        if Person.objects.filter(email=address).exists():
            raise EmailTaken(address)
        person = Person.objects.create_user(
            address, password, full_name=full_name.strip(), phone=phone, **facts
        )
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
        record(
            action="accounts.account_opened",
            actor_id=actor.pk if actor else None,
            target="accounts.Person",
            target_id=person.pk,
            at=at,
            values={"email": address, "full_name": person.full_name},
        )
        return person
