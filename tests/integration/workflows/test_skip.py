"""An administrator lets a run go on without an operation that gave up."""

from decimal import Decimal

import pytest

from accounts.errors import NotAllowed
from accounts.models import Agency, Person
from accounts.services import create_first_administrator
from audit.models import AuditEntry
from jobs.errors import GiveUp, IncidentClosed
from jobs.models import Incident, JobState, Resolution
from jobs.services import close, enqueue
from jobs.testing import run_all_jobs
from tests.integration.workflows import flows
from tests.integration.workflows.case import FakeCase
from workflows import services
from workflows.errors import NotAnOperation, RunSuspended, TokenUnknown
from workflows.explain import Explanation
from workflows.history import replay
from workflows.models import Run
from workflows.selectors import events_of, explanations

pytestmark = pytest.mark.django_db

THEN_A_STEP = flows.bpmn(
    '<startEvent id="start"/><endEvent id="end"/>'
    '<serviceTask id="issue" mc:operation="issue_number"><extensionElements>'
    '<mc:output name="given" value="given"/></extensionElements></serviceTask>'
    + flows.step("check")
    + flows.arrows("start>issue", "issue>check", "check>end")
)


@pytest.fixture
def administrator(agency, at) -> Person:
    """The administrator of the province, under which the agency stands."""
    person = create_first_administrator(
        email="quantri@example.vn",
        full_name="Quản Trị Viên",
        password="mat-khau-rat-dai",
        agency_code="H61",
        agency_name="Ủy ban nhân dân tỉnh Vĩnh Long",
        at=at,
    )
    Agency.objects.filter(pk=agency.pk).update(parent=Agency.objects.get(code="H61"))
    return person


@pytest.fixture
def run(administrator, begin) -> Run:
    """A run whose operation gave up."""
    run = begin(THEN_A_STEP, amount=Decimal(1))
    FakeCase.fault = GiveUp("hết số")
    run_all_jobs(raise_errors=False)
    FakeCase.fault = None
    return run


@pytest.fixture
def incident(run) -> Incident:
    return Incident.objects.get(job__kind="workflows.call_operation")


def skip(incident, actor, at):
    return services.skip_operation(incident, actor=actor, reason="Đã cấp số bằng tay", at=at)


class TestSkippingAnOperation:
    def test_moves_the_run_on_without_outputs(self, run, incident, administrator, at):
        moved = skip(incident, administrator, at)

        assert moved.work_items.get().node_id == "check"
        assert moved.state["variables"]["given"] is None

    def test_closes_the_incident_with_the_reason(self, incident, administrator, at):
        skip(incident, administrator, at)

        incident.refresh_from_db()
        assert (incident.resolution, incident.reason) == (Resolution.SKIPPED, "Đã cấp số bằng tay")
        assert (incident.closed_by, incident.job.state) == (administrator, JobState.FAILED)

    def test_is_recorded_with_step_operation_and_reason(self, run, incident, administrator, at):
        skip(incident, administrator, at)

        entry = AuditEntry.objects.get(action="workflows.skip_operation", target_id=str(run.pk))
        assert entry.actor_id == administrator.pk
        assert {"node_id": "issue", "operation": "issue_number", "reason": "Đã cấp số bằng tay"}.items() <= (
            entry.stored.values.items()
        )

    def test_is_an_event_that_replays_and_explains_the_step_behind_it(self, incident, administrator, at):
        run = skip(incident, administrator, at)

        run = Run.objects.get(pk=run.pk)
        [why] = explanations(run, list(events_of(run))).values()
        assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state
        assert isinstance(why, Explanation)
        assert (why.node_id, why.cause.node_id, why.cause.actor) == ("check", "issue", administrator)

    def test_is_an_administrators_affair(self, run, incident, an, at):
        with pytest.raises(NotAllowed):
            skip(incident, an, at)

        assert Run.objects.get(pk=run.pk).state == run.state

    def test_is_only_for_operations(self, administrator, at):
        job = enqueue("audit.seal", key="x", payload={})
        other = Incident.objects.create(job=job, place="audit.seal", cause="?", opened_at=at)

        with pytest.raises(NotAnOperation):
            skip(other, administrator, at)

    def test_of_an_incident_closed_meanwhile_changes_nothing(self, run, incident, administrator, at):
        close(incident, actor_id=administrator.pk, reason="Không cần", at=at)

        with pytest.raises(IncidentClosed):
            skip(incident, administrator, at)
        assert Run.objects.get(pk=run.pk).version == run.version

    def test_of_a_run_that_has_gone_on_is_refused(self, run, incident, administrator, at):
        services.operation_done(token=incident.job.payload["token"], run_id=run.pk, variables={}, at=at)

        with pytest.raises(TokenUnknown):
            skip(incident, administrator, at)

    def test_of_a_held_run_waits_until_it_is_let_go(self, run, incident, administrator, at):
        services.suspend(run_id=run.pk, reason="Kiểm tra", actor_id=administrator.pk, at=at)

        with pytest.raises(RunSuspended):
            skip(incident, administrator, at)
