"""A visit that is told beforehand begins three working days after the notice at the earliest, and says so when asked sooner."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from accounts.localdays import LOCAL_ZONE
from inspections.errors import NotFit
from inspections.models import Variant
from inspections.notice_days import check_announced, check_said_days, earliest_day
from inspections.services import plan_session
from inspections.services.make_minutes import make_minutes
from inspections.status import TargetStatus
from tests.integration.inspections.test_minutes import SPOT

FRIDAY = datetime(2026, 9, 11, 15, tzinfo=LOCAL_ZONE)
WEDNESDAY = date(2026, 9, 16)


@pytest.fixture
def told(visit):
    """An institution that got its notice on a Friday, and to which nothing is announced yet."""
    visit.inspection.variant = Variant.ANNOUNCED
    visit.inspection.save(update_fields=["variant"])
    target = visit.target
    target.announced_at, target.notified_at, target.status = None, FRIDAY, TargetStatus.NOTIFIED
    target.save(update_fields=["announced_at", "notified_at", "status"])
    return target


def moment(day, hour=8):
    """Return a moment of a day by the local clock."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL_ZONE)


class TestTheFirstDayOfAVisit:
    def test_is_the_third_working_day_after_the_notice(self, told):
        assert earliest_day(told, FRIDAY + timedelta(hours=1)) == WEDNESDAY

    def test_is_counted_from_today_while_the_notice_is_not_sent(self, told):
        told.notified_at, told.status = None, TargetStatus.WAITING

        assert earliest_day(told, FRIDAY + timedelta(days=3)) == date(2026, 9, 17)

    @pytest.mark.parametrize(
        "variant", [Variant.UNANNOUNCED, Variant.IN_THE_ACT], ids=["unannounced", "in the act"]
    )
    def test_is_free_where_no_notice_is_asked_for(self, told, variant):
        told.inspection.variant = variant

        assert earliest_day(told, FRIDAY) is None

    def test_of_a_notice_too_late_is_refused_with_the_earliest_day(self, told):
        told.notified_at, told.status = None, TargetStatus.WAITING

        with pytest.raises(NotFit) as refusal:
            check_said_days(told, {"ngay_lam_viec": "2026-09-15"}, FRIDAY)

        assert (refusal.value.field, refusal.value.why, refusal.value.earliest) == (
            "ngay_lam_viec",
            "too_early",
            WEDNESDAY,
        )

    def test_of_a_notice_in_time_is_taken(self, told):
        told.notified_at, told.status = None, TargetStatus.WAITING

        check_said_days(told, {"ngay_lam_viec": WEDNESDAY.isoformat()}, FRIDAY)

    def test_is_no_announcement_before_that_day(self, told):
        too_soon = moment(date(2026, 9, 15))

        with pytest.raises(NotFit) as refusal:
            check_announced(told, too_soon, too_soon + timedelta(hours=1))

        assert (refusal.value.field, refusal.value.earliest) == ("cong_bo_luc", WEDNESDAY)

    def test_lets_the_decision_be_announced_on_that_day(self, told):
        check_announced(told, moment(WEDNESDAY), moment(WEDNESDAY, 9))

    def test_is_no_working_session_before_that_day(self, visit, told):
        begins = moment(date(2026, 9, 15))

        with pytest.raises(NotFit) as refusal:
            plan_session(
                visit.people["lead"], told, starts_at=begins, ends_at=begins + timedelta(hours=2),
                idempotency_key=uuid4(), at=FRIDAY + timedelta(hours=1),
            )  # fmt: skip

        assert (refusal.value.field, refusal.value.earliest) == ("starts_at", WEDNESDAY)
        assert told.sessions.count() == 1

    def test_is_no_announcement_minuted_at_the_desk_before_that_day(self, visit, told):
        ended = moment(date(2026, 9, 15))
        spot = {**SPOT, "findings": [], "rights_explained": True,
                "began_at": (ended - timedelta(hours=1)).isoformat(), "ended_at": ended.isoformat()}  # fmt: skip

        with pytest.raises(NotFit):
            make_minutes(
                visit.people["lead"],
                told.public_id,
                kind="announcement",
                spot=spot,
                at=ended + timedelta(hours=1),
            )

        assert not told.minutes.exists()
