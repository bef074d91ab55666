"""An agency ends while work lies there: its successor has it, or an administrator sees an incident."""

from datetime import timedelta

import pytest

from accounts.localdays import local_day
from accounts.models import Agency
from accounts.services import appoint, create_agency, open_account, open_office, retire_agency
from audit.models import AuditEntry
from dossiers import jobs
from dossiers.services import claim, succeed
from jobs.models import Incident
from jobs.testing import run_all_jobs
from notifications.models import Notification
from tests.integration.dossiers.diploma_copy import open_item, send, walk


@pytest.fixture
def held(people, now):
    """The search in the register, held by a keeper of the department."""
    item = open_item(walk(send(people["cong-dan"], now), people, now, until="b2"), "b2")
    return claim(people["giu-so"], item.public_id, version=item.version, at=now)


@pytest.fixture
def successor(now):
    """The agency that will take over, with a keeper of its own."""
    agency = create_agency(code="H61.99", name="Sở mới", valid_from=local_day(now), actor=None, at=now)
    person = open_account(email="so-moi@motcua.test", full_name="Người giữ sổ mới", actor=None, at=now)
    open_office("giu_so_goc", agency, at=now)
    appoint(
        person=person, role="giu_so_goc", acts_for=agency, starts_on=local_day(now), basis="QĐ 1", actor=None,
        at=now,
    )  # fmt: skip
    agency.keeper = person
    return agency


def end(agency, successor, now):
    """Let an agency end today; return the next day."""
    retire_agency(agency, last_day=local_day(now), successor=successor, actor=None, at=now)
    return now + timedelta(days=1)


class TestTheWorkOfAnAgencyThatEnded:
    def test_goes_to_its_successor_with_the_dossier_and_the_new_office_is_told(self, held, successor, now):
        then = end(held.agency, successor, now)
        Notification.objects.all().delete()

        moved = succeed(then)

        held.refresh_from_db()
        dossier = held.run.dossier
        assert (moved, held.agency, held.owner, held.status) == (1, successor, None, "NEW")
        assert dossier.deciding_agency == successor
        assert Notification.objects.filter(kind="work_item.opened", recipient=successor.keeper).count() == 1
        assert AuditEntry.objects.filter(action="dossier.moved_to_successor").count() == 1
        assert succeed(then) == 0
        assert (
            claim(successor.keeper, held.public_id, version=held.version, at=then).owner == successor.keeper
        )

    def test_stays_while_the_agency_lasts(self, held, successor, now):
        end(held.agency, successor, now)

        assert succeed(now) == 0

    def test_is_an_incident_once_where_nobody_succeeds(self, held, now):
        then = end(held.agency, None, now)

        assert (succeed(then), succeed(then)) == (0, 0)

        run_all_jobs(raise_errors=False)
        [incident] = Incident.objects.filter(job__kind="dossiers.work_without_agency")
        assert incident.job.payload["agency"] == Agency.objects.get(pk=held.agency_id).code

    def test_is_looked_for_by_a_worker(self, held, successor, now, monkeypatch):
        then = end(held.agency, successor, now)
        monkeypatch.setattr("dossiers.jobs.timezone.now", lambda: then)

        jobs.free_work({"at": then.isoformat()}, job_id=0, attempt=0, key="")

        held.refresh_from_db()
        assert held.agency == successor
