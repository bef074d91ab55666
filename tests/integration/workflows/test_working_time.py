"""Timers and budgets count in the calendar of the agency whose lane the node sits in."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts.models import Agency, AgencyHours, AnnouncedYear, CalendarDay
from accounts.models.calendar import DayKind
from tests.integration.workflows import flows
from tests.integration.workflows.case import FakeCase
from workflows import services
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
