"""The table of working time, and the calendar made from it."""

from datetime import date, time, timedelta

import pytest

from accounts.errors import CalendarDayInvalid, NotAllowed
from accounts.models import AnnouncedYear, CalendarDay
from accounts.selectors import calendar_of
from accounts.services import (
    announce_year,
    import_days_off,
    propose_days_off,
    remove_calendar_day,
    set_agency_hours,
    set_calendar_day,
)
from tests.integration.accounts.people import AT, Administration, make_officer
from tests.unit.workdays.calendars import VIETNAM_2025_2026, local
from workdays import WorkingDays, due


@pytest.mark.django_db
class TestTheDaysOffThatComeAlong:
    def test_say_what_was_announced_for_2025_and_2026(self) -> None:
        import_days_off(at=AT)

        calendar = calendar_of(None)
        days = [date(2025, 1, 1) + timedelta(days=n) for n in range(730)]
        differing = [d for d in days if calendar.is_working_day(d) != VIETNAM_2025_2026.is_working_day(d)]
        assert differing == []
        assert calendar.known_years == {2025, 2026}

    def test_project_later_years_without_making_them_firm(self) -> None:
        import_days_off(at=AT)

        answer = due(local("2026-12-31 09:00"), WorkingDays(1), calendar_of(None))

        assert (answer.at, answer.provisional) == (local("2027-01-04 09:00"), True)

    def test_never_overwrite_the_table(self) -> None:
        import_days_off(at=AT)
        day = CalendarDay.objects.get(on=date(2026, 11, 24))
        remove_calendar_day(day, actor=None, at=AT)
        set_calendar_day(on=date(2026, 11, 24), kind="exchanged_off", actor=None, at=AT)

        assert import_days_off(at=AT) == 0
        assert CalendarDay.objects.get(on=date(2026, 11, 24)).kind == "exchanged_off"


@pytest.mark.django_db
class TestACalendarOfAnAgency:
    def test_goes_before_the_common_one(self, administration: Administration) -> None:
        set_calendar_day(on=date(2026, 11, 24), kind="holiday", actor=None, at=AT)
        set_calendar_day(
            on=date(2026, 11, 24),
            kind="working_makeup",
            agency=administration.one_stop,
            actor=None,
            at=AT,
        )

        assert calendar_of(administration.one_stop.pk).is_working_day(date(2026, 11, 24))
        assert not calendar_of(administration.school.pk).is_working_day(date(2026, 11, 24))

    def test_has_its_own_hours(self, administration: Administration) -> None:
        sessions = [(time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))]
        set_agency_hours(sessions, agency=administration.school, actor=None, at=AT)

        assert calendar_of(administration.school.pk).sessions == tuple(sessions)
        assert calendar_of(None).sessions[0] == (time(7, 0), time(11, 0))


@pytest.mark.django_db
class TestChangingTheCalendar:
    def test_common_to_all_is_not_a_schools_affair(self, administration: Administration) -> None:
        local_administrator = make_officer("qt@example.vn", "quan_tri", administration.school)

        with pytest.raises(NotAllowed):
            set_calendar_day(on=date(2026, 12, 1), kind="holiday", actor=local_administrator, at=AT)

    def test_refuses_a_make_up_day_in_the_plain_week(self) -> None:
        with pytest.raises(CalendarDayInvalid):
            set_calendar_day(on=date(2026, 12, 1), kind="working_makeup", actor=None, at=AT)

    def test_proposes_a_year_and_makes_it_firm_only_when_told(self, administration: Administration) -> None:
        proposed = propose_days_off(2027, actor=administration.administrator, at=AT)

        assert date(2027, 11, 24) in {day.on for day in proposed}
        assert not AnnouncedYear.objects.filter(year=2027).exists()

        announce_year(2027, basis="TB 1", actor=administration.administrator, at=AT)
        assert 2027 in calendar_of(None).known_years
