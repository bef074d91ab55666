"""What reaches a run from outside: operations and timers; at once, twice, or too late."""

from datetime import timedelta
from decimal import Decimal

import pytest

from jobs.models import Job
from jobs.testing import run_all_jobs
from tests.integration.workflows import flows
from tests.integration.workflows.case import FakeCase
from workflows import jobs, services
from workflows.errors import OperationError, TokenUnknown
from workflows.handlers import LATER
from workflows.history import replay
from workflows.models import FlowTimer, Run
from workflows.selectors import events_of

pytestmark = pytest.mark.django_db


def token_of(run):
    return Run.objects.get(pk=run.pk).state["tokens"][0][0]


class TestAnOperation:
    def test_is_called_by_a_job_and_its_outputs_enter_the_run(self, begin):
        run = begin(flows.OPERATION, amount=Decimal("1.5"))
        FakeCase.answer = {"given": Decimal("12.0")}

        run_all_jobs()

        run.refresh_from_db()
        assert FakeCase.operations == [("issue_number", {"amount": Decimal("2.0")})]
        assert run.state["variables"]["given"] == {"$decimal": "12.0"}
        assert run.end_kind == "completed"

    def test_has_one_job_a_token(self, begin):
        run = begin(flows.OPERATION, amount=1)

        assert Job.objects.get().key == f"workflows.call_operation:{run.pk}:{token_of(run)}"

    def test_called_again_by_a_late_worker_does_nothing(self, begin, at):
        run = begin(flows.OPERATION, amount=1)
        job = Job.objects.get()
        run_all_jobs()

        jobs.call_operation(job.payload, job_id=job.pk, attempt=2, key=job.key)

        assert len(FakeCase.operations) == 1
        assert run.events.count() == 2

    def test_may_answer_later(self, begin, at):
        run = begin(flows.OPERATION, amount=1)
        FakeCase.answer = LATER
        run_all_jobs()
        assert Run.objects.get(pk=run.pk).is_open

        ended = services.operation_done(token=token_of(run), run_id=run.pk, variables={"given": 7}, at=at)

        assert (ended.end_kind, ended.state["variables"]["given"]) == ("completed", {"$decimal": "7"})

    def test_answered_twice_is_refused_the_second_time(self, begin, at):
        run = begin(flows.OPERATION, amount=1)
        services.operation_failed(token=token_of(run), run_id=run.pk, code="NO_NUMBER", at=at)

        with pytest.raises(TokenUnknown):
            services.operation_done(token="t9", run_id=run.pk, variables={}, at=at)

    def test_that_ends_in_a_named_error_takes_the_errors_way(self, begin):
        run = begin(flows.OPERATION, amount=1)
        FakeCase.fault = OperationError("NO_NUMBER")

        run_all_jobs()

        run.refresh_from_db()
        assert (run.end_kind, FakeCase.statuses) == ("completed", ["5"])

    def test_that_breaks_is_left_to_the_jobs_retries(self, begin):
        run = begin(flows.OPERATION, amount=1)
        FakeCase.fault = ZeroDivisionError("broken")

        run_all_jobs(raise_errors=False)

        assert Run.objects.get(pk=run.pk).state == run.state
        assert (Job.objects.get().state, Job.objects.get().attempt) == ("ready", 1)


class TestATimer:
    def test_fires_when_its_moment_has_come(self, begin, at):
        run = begin(flows.REMINDER)

        assert services.fire_timers(at + timedelta(minutes=59)) == 0
        assert services.fire_timers(at + timedelta(minutes=60)) == 1

        run.refresh_from_db()
        assert (run.end_kind, FakeCase.statuses) == ("completed", ["7"])
        assert (FlowTimer.objects.get().closed, run.work_items.get().status) == ("fired", "CANCELED")

    def test_fires_once(self, begin, at):
        begin(flows.REMINDER)
        services.fire_timers(at + timedelta(hours=2))

        assert services.fire_timers(at + timedelta(hours=2)) == 0

    def test_is_stopped_when_the_step_is_done(self, begin, do, an, at):
        run = begin(flows.REMINDER)

        do(run, "answer", an)

        assert FlowTimer.objects.get().closed == "stopped"
        assert services.fire_timers(at + timedelta(hours=2)) == 0

    def test_of_a_broken_run_does_not_hold_up_the_others(self, begin, at, caplog):
        begin(flows.REMINDER)
        Run.objects.update(subject_type="nobody")
        whole = begin(flows.REMINDER)

        assert services.fire_timers(at + timedelta(hours=2)) == 1
        assert not Run.objects.get(pk=whole.pk).is_open
        assert "could not be fired" in caplog.text

    def test_that_cannot_be_fired_is_handed_to_a_job_once(self, begin, at):
        begin(flows.REMINDER)
        Run.objects.update(subject_type="nobody")

        services.fire_timers(at + timedelta(hours=2))
        services.fire_timers(at + timedelta(hours=3))

        job = Job.objects.get()
        assert (job.kind, job.payload) == ("workflows.fire_timer", {"timer": FlowTimer.objects.get().pk})

    def test_that_a_job_has_is_fired_when_the_cause_is_gone(self, begin, at):
        run = begin(flows.REMINDER)
        Run.objects.update(subject_type="nobody")
        services.fire_timers(at + timedelta(hours=2))
        Run.objects.update(subject_type="tests.Case")

        run_all_jobs()

        assert Run.objects.get(pk=run.pk).end_kind == "completed"

    def test_replays(self, begin, at):
        run = begin(flows.REMINDER)
        services.fire_timers(at + timedelta(hours=2))
        run = Run.objects.get(pk=run.pk)

        assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state
