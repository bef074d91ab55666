"""People of the benchmarks and their sessions, made by the product's own services; runs in a child."""

from datetime import datetime

from django.test import Client
from django.utils import timezone

from accounts.models import Agency, Person
from accounts.services import appoint, open_account
from dossiers.demo.accounts import DEPARTMENT, ONE_STOP
from dossiers.demo.agencies import SINCE
from tests.integration.dossiers.diploma_copy import ANSWERS

PASSWORD = "Doi-mat-khau-2026"
RECEPTION = "tiep_nhan"


def citizens(count: int) -> list[str]:
    """Return a session of each of that many citizens."""
    now = timezone.now()
    return [session_of(account(f"do-luong-{number}", now)) for number in range(count)]


def officers(count: int, sessions: int) -> list[str]:
    """Return sessions of that many officers of the one-stop counter, evenly theirs."""
    now = timezone.now()
    people = [officer(number, now) for number in range(count)]
    return [session_of(people[number % count]) for number in range(sessions)]


def answers() -> dict[str, str]:
    """Return an application's answers by somebody authorised, who must add a paper."""
    return {**ANSWERS, "tu_cach": "uy_quyen"}


def account(name: str, at: datetime) -> Person:
    """Return the person of this name, who comes to be the first time."""
    email = f"{name}@motcua.test"
    known = Person.objects.filter(email=email).first()
    return known or open_account(email=email, full_name="Trần Thị Đo", password=PASSWORD, actor=None, at=at)


def officer(number: int, at: datetime) -> Person:
    """Return an officer who receives for the department."""
    person = account(f"tiep-nhan-do-luong-{number}", at)
    if not person.appointments.exists():
        department, one_stop = Agency.objects.get(code=DEPARTMENT), Agency.objects.get(code=ONE_STOP)
        appoint(
            person=person, role=RECEPTION, acts_for=department, sits_at=one_stop, starts_on=SINCE,
            basis="Đo tốc độ", title="Viên chức", signing_form="", actor=None, at=at,
        )  # fmt: skip
    return person


def session_of(person: Person) -> str:
    """Return the key of a new session, as signing in leaves it."""
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return str(client.session.session_key)
