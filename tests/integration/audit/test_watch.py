"""The watch over silent changes, tried with a table of jobs as the watched one."""

import pytest
from django.db import transaction
from django.utils import timezone

from audit.services import record
from audit.testing import watch_for_unaudited_changes
from jobs.models import Job
from jobs.running import finish
from jobs.services import enqueue


def order(key):
    enqueue("notifications.email", key=key, payload={})


def tell():
    record(action="jobs.order", actor_id=None, target="jobs.Job", target_id=1, at=timezone.now())


@pytest.fixture(params=["in a test's transaction", "for real"])
def a_database(request):
    request.getfixturevalue("db" if request.param.startswith("in") else "transactional_db")


@pytest.mark.usefixtures("a_database")
class TestTheWatch:
    def test_finds_product_code_that_changes_without_a_record(self):
        with pytest.raises(AssertionError, match="jobs_job at jobs/services/enqueueing.py"):
            with watch_for_unaudited_changes({"jobs_job"}), transaction.atomic():
                order("a")

    def test_finds_a_change_outside_any_transaction(self):
        now = timezone.now()
        job = Job.objects.create(
            kind="x", key="a", created_at=now, run_at=now, state="running", attempt=1, lease_until=now
        )

        with pytest.raises(AssertionError, match="outside any transaction"):
            with watch_for_unaudited_changes({"jobs_job"}):
                finish(job, now)

    def test_is_content_with_a_record_in_the_same_transaction(self):
        with watch_for_unaudited_changes({"jobs_job"}), transaction.atomic():
            with transaction.atomic():
                order("a")
            tell()

    def test_does_not_take_a_record_that_was_rolled_back(self):
        with pytest.raises(AssertionError, match="without an audit row"):
            with watch_for_unaudited_changes({"jobs_job"}), transaction.atomic():
                order("a")
                with pytest.raises(ZeroDivisionError), transaction.atomic():
                    tell()
                    raise ZeroDivisionError

    def test_forgets_a_change_that_was_rolled_back(self):
        with watch_for_unaudited_changes({"jobs_job"}):
            with pytest.raises(ZeroDivisionError), transaction.atomic():
                order("a")
                raise ZeroDivisionError

    def test_leaves_what_a_test_arranges_alone(self):
        now = timezone.now()
        with watch_for_unaudited_changes({"jobs_job"}):
            Job.objects.create(kind="x", key="a", created_at=now, run_at=now)
