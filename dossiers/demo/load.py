"""Fill an empty database with the demonstration, through the same services as everybody."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Agency, Person
from accounts.services import (
    appoint,
    import_days_off,
    load_roles,
    open_account,
    open_office,
    raise_identity_level,
)
from documents.services import give_demo_certificates
from dossiers.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount
from dossiers.demo.agencies import SINCE, create_agencies
from dossiers.demo.register import add_records


def is_empty() -> bool:
    """Say whether there is nothing to lose."""
    return not Person.objects.exists()


def load_demo(at: datetime) -> None:
    """Create agencies, people with their appointments, working calendar, register and certificates."""
    with transaction.atomic():
        load_roles(at=at)
        agencies = create_agencies(at)
        import_days_off(at=at)
        for account in DEMO_ACCOUNTS:
            create_person(account, agencies, at)
        add_records(agencies, at)
    give_demo_certificates(at)


def create_person(account: DemoAccount, agencies: Mapping[str, Agency], at: datetime) -> None:
    """Open the account, prove a citizen's identity, appoint an officer."""
    person = open_account(email=account.email, full_name=account.name, actor=None, at=at)
    person.password = hashed_password()
    person.save(update_fields=["password"])
    if account.national_id:
        raise_identity_level(
            person,
            level="counter",
            national_id=account.national_id,
            born_on=date(2001, 3, 8),
            evidence="demonstration",
            actor=None,
            at=at,
        )
    for role, agency, title, signing_form in account.roles:
        open_office(role, agencies[agency], at=at)
        appoint(
            person=person,
            role=role,
            acts_for=agencies[agency],
            sits_at=agencies[account.sits_at],
            starts_on=SINCE,
            basis="Quyết định phân công (bản trình diễn)",
            title=title,
            signing_form=signing_form,
            actor=None,
            at=at,
        )


@cache
def hashed_password() -> str:
    """Return the hash of the one password of all demonstration accounts: to hash it for each would take many seconds."""
    return make_password(DEMO_PASSWORD)
