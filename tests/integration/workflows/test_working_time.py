"""Timers and budgets count in the calendar of the agency whose lane the node sits in."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts.models import Agency, AgencyHours, AnnouncedYear, CalendarDay
from accounts.models.calendar import DayKind
from audit.models import AuditEntry
from tests.integration.workflows import flows
from tests.integration.workflows.case import FakeCase
from tests.integration.workflows.test_concurrency import at_once
from workflows import compiler, services
from workflows.errors import VersionUnknown
from workflows.history import replay
from workflows.models import FlowTimer, Run
from workflows.selectors import events_of

pytestmark = pytest.mark.django_db

LANES = (
    '<laneSet id="set"><lane id="l1" mc:agency="receiving"><flowNodeRef>here</flowNodeRef></lane>'
    '<lane id="l2" mc:agency="deciding"><flowNodeRef>there</flowNodeRef><flowNodeRef>ask</flowNodeRef></lane></laneSet>'
)


def pause(node_id, length="P3D"):
    """A timer that waits so many working days."""
    return (
        f'<intermediateCatchEvent id="{node_id}"><timerEventDefinition mc:workingDays="true">'
        f'<timeDuration xsi:type="tFormalExpression">{length}</timeDuration></timerEventDefinition></intermediateCatchEvent>'
    )


def waits_at(node_id, length="P3D"):
    """A flow that waits at one node: "here" with the agency that receives, "there" with the one that decides."""
    return flows.bpmn(
        LANES.replace(f"<flowNodeRef>{'there' if node_id == 'here' else 'here'}</flowNodeRef>", "").replace(
            "<flowNodeRef>ask</flowNodeRef>", ""
        )
        + f'<startEvent id="start"/><endEvent id="end"/>{pause(node_id, length)}'
        + flows.arrows(f"start>{node_id}", f"{node_id}>end")
    )


IN_NO_LANE = flows.bpmn(
    f'<startEvent id="start"/><endEvent id="end"/>{pause("wait")}' + flows.arrows("start>wait", "wait>end")
)
ASKED_THERE = flows.bpmn(
    LANES.replace("<flowNodeRef>here</flowNodeRef>", "").replace("<flowNodeRef>there</flowNodeRef>", "")
    + '<startEvent id="start"/><endEvent id="end"/><endEvent id="late"/>'
    + '<userTask id="ask" mc:role="clerk" mc:budgetHours="4"/>'
    + pause("edge", "P1D").replace("intermediateCatchEvent", "boundaryEvent").replace(
        'id="edge"', 'id="edge" attachedToRef="ask"'
    )
    + flows.arrows("start>ask", "ask>end", "edge>late")
)  # fmt: skip


@pytest.fixture
def agencies(agency, begin):
    """Two agencies: one of ordinary hours, and one that works in the mornings and is off on the 26th; the second decides."""
    [other] = Agency.objects.bulk_create(
        [Agency(code="H61.13", name="Trường Cao đẳng Nghề", valid_from=date(2020, 1, 1))]
    )
    AnnouncedYear.objects.get_or_create(year=2026, defaults={"basis": "TB 1", "confirmed_at": local(1, 8)})
    AgencyHours.objects.create(agency=other, opens=time(7), closes=time(11))
    CalendarDay.objects.create(
        agency=other, on=date(2026, 11, 26), kind=DayKind.HOLIDAY, note="Ngày truyền thống"
    )
    return agency, other


@pytest.fixture
def begin_between(begin, agencies):
    """Return a function that starts a run for a case that the first agency receives and the second decides."""

    def begin_between(bpmn, *, decided=True):
        return begin(bpmn, agencies={"deciding": agencies[1].pk} if decided else {})

    return begin_between


def local(day, hour, minute=0):
    """A moment of November 2026, Vietnamese time, as the database gives it."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC) - timedelta(hours=7)


class TestATimerInWorkingDays:
    @pytest.mark.parametrize(
        ("flow", "decided", "due_at"),
        [
            pytest.param(waits_at("here"), True, local(27, 9), id="of the agency that receives"),
            pytest.param(waits_at("there"), True, local(30, 9), id="of the agency that decides, which is off on the 26th"),
            pytest.param(waits_at("there"), False, local(27, 9), id="of one that is not known yet falls back on the receiving one"),
            pytest.param(IN_NO_LANE, True, local(30, 9), id="in no lane is the deciding agency's"),
            pytest.param(IN_NO_LANE, False, local(27, 9), id="in no lane before anyone decides is the receiving agency's"),
            pytest.param(waits_at("here", "PT5H"), True, local(24, 16), id="of five hours runs over noon where one works after it"),
            pytest.param(waits_at("there", "PT5H"), True, local(25, 10), id="of five hours runs into the next morning where one does not"),
        ],
    )  # fmt: skip
    def test_is_due_by_the_calendar(self, begin_between, flow, decided, due_at):
        begin_between(flow, decided=decided)

        assert FlowTimer.objects.get().due_at == due_at

    def test_fires_then_and_not_before(self, begin_between):
        run = begin_between(waits_at("there"))

        assert services.fire_timers(local(30, 8, 59)) == 0
        assert services.fire_timers(local(30, 9)) == 1
        assert Run.objects.get(pk=run.pk).end_kind == "completed"

    def test_replays_although_another_agency_decides_since(self, begin_between, agencies):
        run = begin_between(waits_at("there"))
        FakeCase.agencies = {"deciding": agencies[0].pk}

        replayed = replay(run.flow_class.definition, events_of(run))

        assert replayed.to_json() == Run.objects.get(pk=run.pk).state


class TestAStepInALane:
    def test_has_budget_and_boundary_timer_of_its_agencys_calendar(self, begin_between, agencies):
        run = begin_between(ASKED_THERE)

        item = run.work_items.get()
        assert (item.agency_id, item.due_at) == (agencies[1].pk, local(25, 9))
        assert FlowTimer.objects.get().due_at == local(25, 9)


@pytest.fixture
def day_off():
    """Return a function that makes a day of November 2026 one off, for one agency."""

    def day_off(day, agency):
        CalendarDay.objects.create(
            agency=agency, on=date(2026, 11, day), kind=DayKind.HOLIDAY, note="Nghỉ đột xuất"
        )

    return day_off


def moved_on_record(run):
    """What was written down of the timers that moved."""
    entries = AuditEntry.objects.filter(action="workflows.timers_recounted", target_id=str(run.pk))
    return [entry.stored.values for entry in entries.order_by("pk")]


class TestAChangeOfTheCalendar:
    @pytest.fixture
    def recount(self, at):
        """Return a function that counts open timers again."""
        return lambda agency=None: services.recount_timers(
            agency_id=agency and agency.pk, why="day #7", at=at
        )

    def test_moves_an_open_timer_with_a_record(self, begin_between, agencies, day_off, recount):
        run = begin_between(waits_at("there"))
        day_off(27, agencies[1])

        assert recount(agencies[1]) == 1

        run.refresh_from_db()
        due_at = datetime(2026, 12, 1, 9, tzinfo=UTC) - timedelta(hours=7)
        assert FlowTimer.objects.get().due_at == due_at
        [written] = moved_on_record(run)
        assert (written["why"], written["timers"][0]["node"]) == ("day #7", "there")
        assert datetime.fromisoformat(written["timers"][0]["old"]) == local(30, 9)
        assert datetime.fromisoformat(written["timers"][0]["new"]) == due_at

    def test_moves_it_once_however_often_it_is_told(self, begin_between, agencies, day_off, recount):
        run = begin_between(waits_at("there"))
        day_off(27, agencies[1])

        assert [recount(), recount()] == [1, 0]
        assert (len(moved_on_record(run)), Run.objects.get(pk=run.pk).version) == (1, 2)

    def test_leaves_another_agencys_timer_alone(self, begin_between, agencies, day_off, recount):
        run = begin_between(waits_at("there"))
        day_off(27, agencies[0])

        assert (recount(agencies[0]), recount()) == (0, 0)
        assert moved_on_record(run) == []

    def test_replays_although_the_calendar_changes_again(self, begin_between, agencies, day_off, recount):
        run = begin_between(waits_at("there"))
        day_off(27, agencies[1])
        recount()
        CalendarDay.objects.all().delete()

        run.refresh_from_db()

        assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state

    def test_leaves_a_timer_that_has_fired_as_it_is(self, begin_between, agencies, day_off, recount):
        run = begin_between(waits_at("there"))
        services.fire_timers(local(30, 9))
        day_off(27, agencies[1])

        assert recount() == 0
        assert FlowTimer.objects.get().due_at == local(30, 9)
        assert Run.objects.get(pk=run.pk).end_kind == "completed"

    def test_moves_the_timer_of_a_run_that_is_held(self, begin_between, agencies, day_off, recount, an, at):
        run = begin_between(waits_at("there"))
        services.suspend(run_id=run.pk, reason="Chờ", actor_id=an.pk, at=at)
        day_off(27, agencies[1])

        assert recount() == 1

    def test_is_heeded_by_a_worker_that_was_about_to_fire(self, begin_between, agencies, day_off, recount):
        run = begin_between(waits_at("there"))
        timer = FlowTimer.objects.get()
        day_off(27, agencies[1])
        recount()

        assert services.fire_timer(timer.pk, local(30, 9)) == 0
        assert Run.objects.get(pk=run.pk).is_open
        assert services.fire_timer(timer.pk, local(30, 9) + timedelta(days=1)) == 1

    def test_gives_a_timer_that_failed_back_to_the_tick(self, begin_between, agencies, day_off, recount, at):
        begin_between(waits_at("there"))
        FlowTimer.objects.update(failed_at=at)
        day_off(27, agencies[1])
        recount()

        assert services.fire_timers(local(30, 9) + timedelta(days=1)) == 1

    def test_of_a_run_that_cannot_be_counted_is_raised_after_the_others_moved(
        self, begin_between, agencies, day_off, recount, monkeypatch
    ):
        lost, run = begin_between(waits_at("there", "P5D")), begin_between(waits_at("there"))
        del flows.PUBLISHED["test", lost.version_hash]
        monkeypatch.setattr(compiler, "_classes", {})
        compiler.forget_references()
        day_off(27, agencies[1])

        with pytest.raises(VersionUnknown):
            recount()

        assert len(moved_on_record(run)) == 1


@pytest.mark.django_db(transaction=True)
class TestACalendarAndAWorkerAtOnce:
    def test_leave_a_timer_fired_or_moved_and_never_both(self, begin_between, agencies, day_off, at):
        for _ in range(12):
            CalendarDay.objects.filter(on=date(2026, 11, 27)).delete()
            run = begin_between(waits_at("there"))
            timer = FlowTimer.objects.get(run=run)
            day_off(27, agencies[1])

            answers = at_once(
                lambda: services.recount_timers(agency_id=None, why="day", at=at),
                lambda timer=timer: services.fire_timer(timer.pk, local(30, 9)),
            )

            assert sorted(answers, key=str) == [0, 1], answers
            run, timer = Run.objects.get(pk=run.pk), FlowTimer.objects.get(pk=timer.pk)
            assert run.is_open == (timer.due_at > local(30, 9))
            assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state
