"""Jobs: ordered in a transaction, run under a lease, put off, given up, taken up again."""

import logging
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from audit.models import AuditEntry
from jobs.errors import IncidentClosed, LeaseLost, UnknownKind
from jobs.models import Incident, Job
from jobs.reaper import LOST, reap
from jobs.running import finish, run, take
from jobs.services import close, enqueue, finish_within, retry
from jobs.testing import run_all_jobs
from jobs.transport import dispatch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def actor(django_user_model):
    return django_user_model.objects.create_user("quan.tri@example.vn", full_name="Quản Trị")


@pytest.fixture(autouse=True)
def quiet(caplog):
    caplog.set_level(logging.CRITICAL, "jobs")


def order(kind="note", key="k", **payload):
    with transaction.atomic():
        return enqueue(kind, key=key, payload=payload)


@transaction.atomic
def order_and_fail():
    enqueue("note", key="a", payload={})
    raise ZeroDivisionError


def fail_for_good():
    job = order("give_up")
    run_all_jobs(raise_errors=False)
    return Incident.objects.get(job=job)


class TestOrdering:
    def test_the_same_key_twice_is_the_same_job(self):
        assert order(key="a", file="x") == order(key="a", file="y")
        assert Job.objects.get().payload == {"file": "x"}
        assert DBTaskResult.objects.count() == 1

    def test_disappears_with_the_transaction(self):
        with pytest.raises(ZeroDivisionError):
            order_and_fail()

        assert not Job.objects.exists()
        assert not DBTaskResult.objects.exists()

    def test_refuses_a_kind_that_nothing_handles(self):
        with pytest.raises(UnknownKind, match="unheard"):
            order("unheard")

    def test_costs_two_statements(self, django_assert_num_queries):
        with transaction.atomic(), django_assert_num_queries(2):
            enqueue("note", key="a", payload={})


class TestRunning:
    def test_runs_every_due_job_once(self, tmp_path):
        order(key="a", file=str(tmp_path / "out"))
        order(key="b", file=str(tmp_path / "out"))

        assert run_all_jobs() == 2
        assert run_all_jobs() == 0
        assert (tmp_path / "out").read_text() == "1 a\n1 b\n"

    def test_runs_what_jobs_order(self, tmp_path):
        order("order_another", key="a", file=str(tmp_path / "out"))

        run_all_jobs()

        assert (tmp_path / "out").read_text() == "1 a/next\n"
        assert set(Job.objects.values_list("state", flat=True)) == {"done"}

    def test_waits_for_its_moment(self, tmp_path):
        later = timezone.now() + timedelta(hours=1)
        enqueue("note", key="a", payload={"file": str(tmp_path / "out")}, run_at=later)

        assert run_all_jobs() == 0
        assert run_all_jobs(until=later) == 1

    def test_lets_an_error_out_to_the_test(self):
        order("fail")

        with pytest.raises(ValueError, match="attempt 1 could not"):
            run_all_jobs()


class TestAFailingJob:
    def test_is_put_off_longer_each_time(self):
        order("fail")
        waits = []
        for _ in range(3):
            now = timezone.now()
            Job.objects.update(run_at=now)
            run_all_jobs(raise_errors=False)
            waits.append((Job.objects.get().run_at - now).total_seconds())

        assert [4 <= waits[0] <= 7, 16 <= waits[1] <= 25, 64 <= waits[2] <= 97] == [True, True, True], waits
        assert Job.objects.get().last_error == "ValueError: attempt 3 could not"

    def test_succeeds_later_under_the_same_key(self):
        order("fail", times=2)
        for _ in range(3):
            Job.objects.update(run_at=timezone.now())
            run_all_jobs(raise_errors=False)

        job = Job.objects.get()
        assert (job.state, job.attempt, job.last_error) == ("done", 3, "")

    def test_ends_as_an_incident_when_its_attempts_are_used(self):
        order("fail", place="dossiers.Dossier:12")
        for _ in range(6):
            Job.objects.filter(state="ready").update(run_at=timezone.now())
            run_all_jobs(raise_errors=False)

        incident = Incident.objects.get()
        assert (incident.job.state, incident.job.attempt) == ("failed", 5)
        assert incident.place == "fail dossiers.Dossier:12"
        assert incident.cause == "ValueError: attempt 5 could not"

    def test_that_knows_better_gives_up_at_once(self):
        incident = fail_for_good()

        assert incident.job.attempt == 1


class TestAnIncident:
    def test_is_retried_under_the_same_key_and_on_record(self, actor):
        incident = fail_for_good()

        job = retry(incident, actor_id=actor.pk, at=timezone.now())

        assert (job.state, job.key, job.max_attempts) == ("ready", "k", 6)
        assert AuditEntry.objects.get(target="jobs.Incident").action == "jobs.incident_retried"

    def test_is_closed_with_a_reason(self, actor):
        incident = close(fail_for_good(), actor_id=actor.pk, reason="đã gửi bằng tay", at=timezone.now())

        assert (incident.resolution, incident.closed_by, incident.job.state) == ("closed", actor, "failed")

    def test_is_resolved_once(self, actor):
        incident = fail_for_good()
        close(incident, actor_id=actor.pk, reason="", at=timezone.now())

        with pytest.raises(IncidentClosed):
            retry(incident, actor_id=actor.pk, at=timezone.now())


class TestALease:
    def test_is_taken_by_one(self):
        job = order()

        assert take(job.pk, timezone.now()).attempt == 1
        assert take(job.pk, timezone.now()) is None

    def test_that_ran_out_makes_the_job_ready_again(self):
        job = take(order().pk, timezone.now())
        later = job.lease_until + timedelta(seconds=1)

        assert reap(later) == 1

        job.refresh_from_db()
        assert (job.state, job.attempt, job.last_error) == ("ready", 1, LOST)

    def test_that_runs_out_too_often_is_an_incident(self):
        job = order()
        Job.objects.update(max_attempts=1)
        held = take(job.pk, timezone.now())

        reap(held.lease_until + timedelta(seconds=1))

        assert Incident.objects.get(job=job).cause == LOST

    def test_that_was_lost_cannot_finish_or_write(self):
        late = take(order().pk, timezone.now())
        reap(late.lease_until + timedelta(seconds=1))
        Job.objects.update(run_at=timezone.now())
        newer = take(late.pk, timezone.now())

        finish(late, timezone.now())

        assert Job.objects.get().state == "running"
        with pytest.raises(LeaseLost), transaction.atomic():
            finish_within(late.pk, late.attempt)
        with transaction.atomic():
            finish_within(newer.pk, newer.attempt)

    def test_does_not_hold_a_claimed_transport_for_ever(self, tmp_path):
        order(file=str(tmp_path / "out"))
        DBTaskResult.objects.get().claim("dead:1")

        reap(timezone.now() + timedelta(minutes=5))

        assert DBTaskResult.objects.get().status == "READY"

    def test_is_not_taken_before_the_job_is_due(self):
        job = enqueue("note", key="a", payload={}, run_at=timezone.now() + timedelta(hours=1))

        run(job.pk, send_again=dispatch)

        assert Job.objects.get().attempt == 0
