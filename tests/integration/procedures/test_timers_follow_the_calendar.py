"""A package's timer in working days follows the table of working time, by the change of the table alone."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.localdays import local_day
from accounts.services import announce_year, set_calendar_day
from audit.models import AuditEntry
from dossiers.services import submit
from jobs.testing import run_all_jobs
from procedures.services import publish
from tests.integration.procedures.study_record import FILES, as_bytes, way
from workflows.models import FlowTimer, Run

pytestmark = pytest.mark.services

NAME, LATE = "study_record", "r1_late"
END = '<bpmn:endEvent id="e_done" mc:status="10"/>\n'
EDGE = (
    f'<bpmn:boundaryEvent id="{LATE}" attachedToRef="r1" cancelActivity="false">'
    '<bpmn:timerEventDefinition mc:workingDays="true"><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P3D'
    "</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:boundaryEvent>\n"
    '<bpmn:endEvent id="e_late"/>\n'
)
FLOW = FILES["flow.bpmn"].replace(END, END + EDGE + way(LATE, "e_late"))


@pytest.fixture
def timer(people, now) -> FlowTimer:
    """The timer of a dossier that waits for its reception, in years whose days off are known."""
    for year in (now.year, now.year + 1):
        announce_year(year, basis="TB", actor=None, at=now)
    publish(NAME, as_bytes({**FILES, "flow.bpmn": FLOW}), at=now, actor_id=None)
    submit(
        people["cong-dan"], NAME, data={"ho_ten": "Nguyễn Thị Mai", "khoa": "K12 Điện"}, files={},
        idempotency_key=uuid.uuid4(), at=now,
    )  # fmt: skip
    run_all_jobs(until=timezone.now() + timedelta(hours=1))
    return FlowTimer.objects.get(node_id=LATE)


class TestATimerInWorkingDays:
    def test_moves_with_a_day_off_that_an_administrator_enters(self, timer, now):
        before = timer.due_at

        set_calendar_day(on=local_day(before), kind="holiday", note="Nghỉ đột xuất", actor=None, at=now)
        run_all_jobs(until=timezone.now() + timedelta(hours=1))

        timer.refresh_from_db()
        assert timer.due_at > before
        [entry] = AuditEntry.objects.filter(action="workflows.timers_recounted")
        assert (entry.target_id, entry.stored.values["timers"][0]["node"]) == (str(timer.run_id), LATE)
        assert entry.stored.values["why"].startswith("accounts.calendar_day_set #")
        assert Run.objects.get(pk=timer.run_id).is_open
