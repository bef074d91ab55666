"""What was promised follows the table of working time, with a record and a word to the applicant."""

from datetime import date, datetime, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.localdays import local_day
from accounts.models import AnnouncedYear, CalendarDay
from accounts.services import announce_year, remove_calendar_day, set_agency_hours, set_calendar_day
from audit.models import AuditEntry
from dossiers import jobs
from dossiers.models import Dossier
from dossiers.services import withdraw
from jobs.models import Job
from jobs.testing import run_all_jobs
from notifications.models import Notification
from tests.integration.dossiers.diploma_copy import send, walk
from workflows.models import WorkItem

pytestmark = pytest.mark.services
MANY_YEARS = range(2026, 2030)


@pytest.fixture
def now() -> datetime:
    """This very moment: jobs ordered for seconds later are put beside those of the clock."""
    return timezone.now()


@pytest.fixture
def received(people, now) -> Dossier:
    """A dossier that has been received and waits for its search in the register."""
    for year in MANY_YEARS:
        announce_year(year, basis="TB", actor=None, at=now)
    dossier = walk(send(people["cong-dan"], now), people, now, until="b2")
    run_all_jobs(until=timezone.now() + timedelta(hours=1))
    dossier.refresh_from_db()
    return dossier


def due_day(dossier: Dossier) -> date:
    """Return the local day the result is owed."""
    return local_day(dossier.due_at)


def make_holiday(on: date, at: datetime) -> CalendarDay:
    """Take a day out of the working days of all."""
    return set_calendar_day(on=on, kind="holiday", note="Nghỉ đột xuất", actor=None, at=at)


def records_of(dossier: Dossier) -> list[dict]:
    """Return what the recomputations of a dossier wrote down."""
    entries = AuditEntry.objects.filter(action="dossier.due_recomputed", target_id=str(dossier.pk))
    return [entry.stored.values for entry in entries.order_by("pk")]


class TestAPromise:
    def test_moves_with_a_new_day_off_and_says_so(self, received, people, now):
        promised = received.due_at

        make_holiday(due_day(received), now)
        run_all_jobs()

        received.refresh_from_db()
        assert received.due_at > promised
        [written] = records_of(received)
        assert datetime.fromisoformat(written["old"]) == promised
        assert datetime.fromisoformat(written["new"]) == received.due_at
        assert written["why"].startswith("accounts.calendar_day_set #")
        told = Notification.objects.get(recipient=people["cong-dan"], kind="dossier.due_moved")
        assert told.params["due_at"] == received.due_at.isoformat()
        assert told.params["old_due_at"] == promised.isoformat()

    def test_comes_back_when_the_day_is_a_plain_one_again(self, received, now):
        promised = received.due_at
        day = make_holiday(due_day(received), now)
        run_all_jobs()

        remove_calendar_day(day, actor=None, at=now)
        run_all_jobs()

        received.refresh_from_db()
        assert received.due_at == promised
        assert len(records_of(received)) == 2

    def test_that_a_change_does_not_touch_is_left_alone(self, received, people, now):
        make_holiday(due_day(received) + timedelta(days=400), now)
        run_all_jobs(until=timezone.now() + timedelta(hours=1))

        assert records_of(received) == []
        assert not Notification.objects.filter(kind="dossier.due_moved").exists()

    def test_already_kept_is_left_alone(self, received, people, now):
        walk_on = Dossier.objects.filter(pk=received.pk)
        walk_on.update(decided_at=now)

        make_holiday(due_day(received), now)
        run_all_jobs()

        assert records_of(received) == []

    def test_has_one_job_a_change_and_a_second_round(self, received, now):
        Job.objects.filter(kind="dossiers.recompute_due_dates").delete()

        make_holiday(due_day(received), now)

        keys = list(
            Job.objects.filter(kind="dossiers.recompute_due_dates")
            .order_by("run_at")
            .values_list("key", flat=True)
        )
        assert len(keys) == 2
        assert keys[1] == f"{keys[0]}:again"
        run_all_jobs(until=timezone.now() + timedelta(hours=1))
        assert len(records_of(received)) == 1

    def test_follows_its_own_agencys_calendar_only(self, received, people, now):
        other = received.receiving_agency.parent
        set_calendar_day(on=due_day(received), kind="holiday", agency=other, actor=None, at=now)
        run_all_jobs()
        assert records_of(received) == []

        set_calendar_day(
            on=due_day(received), kind="holiday", agency=received.receiving_agency, actor=None, at=now
        )
        run_all_jobs()

        assert len(records_of(received)) == 1

    def test_that_ends_before_it_was_counted_again_says_what_was_promised(self, received, people, now):
        promised = received.due_at

        make_holiday(due_day(received), now)
        withdraw(people["cong-dan"], str(received.public_id), reason="", at=now)

        stopped = received.clock_entries.get(clock="term", kind="stopped")
        assert stopped.was_due_at == promised


class TestAProvisionalPromise:
    @pytest.fixture
    def provisional(self, received, now) -> Dossier:
        AnnouncedYear.objects.all().delete()
        make_holiday(due_day(received) + timedelta(days=400), now)
        run_all_jobs()
        received.refresh_from_db()
        return received

    def test_is_shown_as_such_to_citizen_and_officer(self, provisional, people):
        shown = {}
        for who, address in (("cong-dan", "dossiers"), ("tiep-nhan", "desk/dossiers")):
            client = Client()
            client.force_login(people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
            shown[who] = client.get(f"/{address}/{provisional.public_id}/").content.decode()

        assert provisional.is_due_provisional
        assert "(dự kiến)" in shown["cong-dan"]
        assert "(dự kiến)" in shown["tiep-nhan"]

    def test_becomes_firm_without_troubling_the_applicant(self, provisional, people, now):
        for year in MANY_YEARS:
            announce_year(year, basis="TB 1", actor=None, at=now)
        run_all_jobs()

        provisional.refresh_from_db()
        assert not provisional.is_due_provisional
        assert (
            records_of(provisional)[-1]["was_provisional"],
            records_of(provisional)[-1]["provisional"],
        ) == (True, False)
        assert not Notification.objects.filter(kind="dossier.due_moved").exists()


class TestABudget:
    def test_of_an_open_step_follows_the_hours_of_its_agency(self, received, now):
        item = WorkItem.objects.get(process_id=received.run_id, node_id="b2")
        before, version = item.due_at, item.version

        set_agency_hours([(time(8, 0), time(9, 0))], agency=item.agency, actor=None, at=now)
        run_all_jobs()

        item.refresh_from_db()
        assert item.due_at > before
        assert item.version == version
        entry = AuditEntry.objects.get(action="workflows.budget_recomputed", target_id=str(item.pk))
        assert datetime.fromisoformat(entry.stored.values["new"]) == item.due_at


class TestTheHoursOfReception:
    def test_that_run_follow_the_hours_of_the_agency(self, people, now):
        dossier = send(people["cong-dan"], now)
        run_all_jobs()
        dossier.refresh_from_db()
        before = dossier.reception_due_at

        set_agency_hours([(time(8, 0), time(9, 0))], agency=dossier.receiving_agency, actor=None, at=now)
        run_all_jobs(until=timezone.now() + timedelta(hours=1))

        dossier.refresh_from_db()
        assert dossier.reception_due_at > before
        [started, recomputed] = dossier.clock_entries.filter(clock="reception")
        assert (recomputed.kind, recomputed.was_due_at) == ("recomputed", before)
        assert recomputed.due_at == dossier.reception_due_at
        entry = AuditEntry.objects.get(action="dossier.reception_recomputed", target_id=str(dossier.pk))
        assert datetime.fromisoformat(entry.stored.values["old"]) == before

    def test_that_are_over_stay_as_they_were(self, received, now):
        before = received.reception_due_at

        set_agency_hours([(time(8, 0), time(9, 0))], agency=received.receiving_agency, actor=None, at=now)
        run_all_jobs()

        received.refresh_from_db()
        assert received.reception_due_at == before

    def test_stop_after_they_moved(self, people, now):
        dossier = send(people["cong-dan"], now)
        set_agency_hours([(time(8, 0), time(9, 0))], agency=dossier.receiving_agency, actor=None, at=now)
        run_all_jobs()

        dossier = walk(dossier, people, now, until="b2")

        kinds = dossier.clock_entries.filter(clock="reception").values_list("kind", flat=True)
        assert list(kinds) == ["started", "recomputed", "stopped"]


class TestAYearWithoutItsDaysOff:
    @pytest.mark.parametrize(
        ("day", "told"), [("2026-11-01", 0), ("2026-11-02", 1), ("2026-12-31", 1)], ids=["61", "60", "1"]
    )
    def test_is_told_of_sixty_days_before(self, office, people, day, told):
        announce_year(2026, basis="TB", actor=None, at=timezone.now())

        jobs.remind_of_unannounced_years({"at": f"{day}T00:00:00+00:00"}, job_id=0, attempt=0, key="")

        news = Notification.objects.filter(kind="calendar.year_unannounced", recipient=people["quan-tri"])
        assert news.count() == told

    def test_is_told_of_once(self, office, people):
        announce_year(2026, basis="TB", actor=None, at=timezone.now())
        for day in ("2026-11-10", "2026-11-11"):
            jobs.remind_of_unannounced_years({"at": f"{day}T00:00:00+00:00"}, job_id=0, attempt=0, key="")

        [news] = Notification.objects.filter(kind="calendar.year_unannounced", recipient=people["quan-tri"])
        assert (news.params, news.url) == ({"year": 2027}, "/desk/admin/calendar/?year=2027")

    def test_that_is_announced_is_not_told_of(self, office):
        for year in (2026, 2027):
            announce_year(year, basis="TB", actor=None, at=timezone.now())

        jobs.remind_of_unannounced_years({"at": "2026-12-01T00:00:00+00:00"}, job_id=0, attempt=0, key="")

        assert not Notification.objects.filter(kind="calendar.year_unannounced").exists()
