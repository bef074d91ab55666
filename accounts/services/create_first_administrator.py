"""The first administrator, made at the console: from then on the desk does the rest."""

from datetime import datetime

from django.db import transaction

from accounts.errors import AdministratorExists
from accounts.localdays import local_day
from accounts.models import Agency, Appointment, Person
from accounts.selectors import person_by_email
from accounts.services.agencies import create_agency
from accounts.services.appoint import appoint
from accounts.services.offices import load_roles
from accounts.services.open_account import open_account

ADMINISTRATOR = "quan_tri"


def create_first_administrator(
    *,
    email: str,
    full_name: str,
    password: str | None,
    agency_code: str,
    agency_name: str,
    at: datetime,
) -> Person:
    """Return the administrator of the top agency, which is made if it is not there.

    Raises AdministratorExists once somebody holds the role.
    """
    with transaction.atomic():
        today = local_day(at)
        if Appointment.objects.valid_on(today).filter(role__code=ADMINISTRATOR).exists():
            raise AdministratorExists
        load_roles(at=at)
        agency = Agency.objects.filter(code=agency_code).first() or create_agency(
            code=agency_code, name=agency_name, valid_from=today, actor=None, at=at
        )
        person = person_by_email(email) or open_account(
            email=email, full_name=full_name, password=password, actor=None, at=at
        )
        appoint(
            person=person,
            role=ADMINISTRATOR,
            acts_for=agency,
            starts_on=today,
            basis="create_first_administrator",
            actor=None,
            at=at,
        )
        return person
