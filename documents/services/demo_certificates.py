"""Gives every leader and every agency that issues documents a demonstration certificate, once."""

from datetime import datetime

from accounts.localdays import local_day
from accounts.models import Agency, Appointment, Person
from documents.demo_authority import DemoAuthority, demo_authority, issue
from documents.selectors import usable_certificate
from documents.services.register_certificate import register_certificate

SIGNING_ROLES = ("lanh_dao_so", "lanh_dao_phong")


def give_demo_certificates(at: datetime) -> int:
    """Make the missing certificates of people in signing roles and of the agencies they act for; return how many."""
    authority = demo_authority(at)
    signing = (
        Appointment.objects.valid_on(local_day(at))
        .filter(role__code__in=SIGNING_ROLES)
        .select_related("person", "acts_for")
    )
    people = {appointment.person: appointment.acts_for for appointment in signing}
    agencies = {appointment.acts_for for appointment in signing}
    made = sum(certify_person(authority, person, agency, at) for person, agency in people.items())
    return made + sum(certify_agency(authority, agency, at) for agency in agencies)


def certify_person(authority: DemoAuthority, person: Person, agency: Agency, at: datetime) -> bool:
    """Give a person a certificate unless a usable one exists."""
    if usable_certificate(at, person_id=person.pk) is not None:
        return False
    key = issue(authority, common_name=person.full_name, organisation=agency.name, at=at)
    register_certificate(
        certificate=key.certificate, person_id=person.pk, key_file=key.key_file, actor_id=None, at=at
    )
    return True


def certify_agency(authority: DemoAuthority, agency: Agency, at: datetime) -> bool:
    """Give an agency a certificate (its electronic seal) unless a usable one exists."""
    if usable_certificate(at, agency_id=agency.pk) is not None:
        return False
    key = issue(authority, common_name=agency.name, organisation=agency.superior_name or agency.name, at=at)
    register_certificate(
        certificate=key.certificate, agency_id=agency.pk, key_file=key.key_file, actor_id=None, at=at
    )
    return True
