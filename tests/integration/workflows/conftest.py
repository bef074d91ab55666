"""People, an agency and runs for the tests of the engine."""

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from accounts.models import Agency, Appointment, Person, Role
from tests.integration.workflows import flows
from tests.integration.workflows.case import FakeCase
from workflows import services

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
ROLES = ("clerk", "leader")


@pytest.fixture
def at():
    return AT


@pytest.fixture
def agency(db):
    [agency] = Agency.objects.bulk_create(
        [Agency(code="H61.12", name="Sở Giáo dục và Đào tạo", valid_from=date(2020, 1, 1))]
    )
    return agency


@pytest.fixture
def roles(db):
    return {code: Role.objects.get_or_create(code=code, defaults={"name": code})[0] for code in ROLES}


@pytest.fixture
def appoint(agency, roles):
    """Return a function that puts a person into a role at the agency."""

    def appoint(person, role, **more):
        facts = {"starts_on": date(2026, 1, 1), "basis": "QĐ 1", **more}
        return Appointment.objects.create(
            person=person, role=roles[role], sits_at=agency, acts_for=agency, **facts
        )

    return appoint


@pytest.fixture
def officer(appoint):
    """Return a function that makes a person with these roles."""
    numbers = count(1)

    def officer(*held):
        number = next(numbers)
        person = Person.objects.create(email=f"officer{number}@example.vn", full_name=f"Cán bộ {number}")
        for role in held:
            appoint(person, role)
        return person

    return officer


@pytest.fixture
def an(officer):
    return officer("clerk", "leader")


@pytest.fixture
def binh(officer):
    return officer("clerk", "leader")


@pytest.fixture(autouse=True)
def engine(settings, monkeypatch):
    """Wire the engine to the fake case and to the flows these tests publish."""
    settings.FLOW_HANDLERS = {"tests.Case": "tests.integration.workflows.case.FakeCase"}
    settings.FLOW_SOURCE = "tests.integration.workflows.flows.flow_definition"
    settings.FLOW_BEGINNER = ""
    settings.FLOW_CALENDAR_SECONDS = 0
    monkeypatch.setattr(flows, "PUBLISHED", {})


@pytest.fixture
def begin(agency, at):
    """Return a function that publishes a flow and starts a run of it."""

    def begin(bpmn, *, flow_key="test", actor=None, agencies=None, **facts):
        FakeCase.begin(agency.pk, **facts)
        FakeCase.agencies = agencies or {}
        version_hash = hashlib.sha256(bpmn).hexdigest()
        flows.PUBLISHED[flow_key, version_hash] = bpmn
        return services.start(
            flow_key=flow_key,
            version_hash=version_hash,
            subject="tests.Case:1",
            actor_id=actor and actor.pk,
            at=at,
        )

    return begin


@pytest.fixture
def do(at):
    """Return a function that claims the open item of a step and completes it."""

    def do(run, node_id, person, outcome="", *, later=timedelta(), **more):
        item = run.work_items.get(node_id=node_id, completed_at=None)
        item = services.claim(
            work_item_id=item.pk, person_id=person.pk, expected_version=item.version, at=at + later
        )
        return services.complete(
            work_item_id=item.pk,
            person_id=person.pk,
            outcome=outcome,
            expected_version=item.version,
            at=at + later,
            **more,
        )

    return do
