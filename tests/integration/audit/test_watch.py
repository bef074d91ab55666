"""The watch over silent changes, tried with a table of jobs as the watched one."""

from contextlib import suppress

import pytest
from django.db import transaction
from django.utils import timezone

from audit.services import record
from audit.testing import watch_for_unaudited_changes
from jobs.models import Job
from jobs.running import finish
from jobs.services import enqueue


def order():
    enqueue("notifications.email", key="a", payload={})


def tell():
    now = timezone.now()
    record(action="jobs.order", actor_id=None, target="jobs.Job", target_id=1, at=now, values={"to": "a"})


@transaction.atomic
def order_silently():
    order()


@transaction.atomic
def order_and_tell():
    order_silently()
    tell()


@transaction.atomic
def order_and_fail():
    order()
    raise ZeroDivisionError


def order_and_recover():
    with suppress(ZeroDivisionError):
        order_and_fail()


@transaction.atomic
def tell_and_fail():
    tell()
    raise ZeroDivisionError


@transaction.atomic
def order_with_a_record_rolled_back():
    order()
    with suppress(ZeroDivisionError):
        tell_and_fail()


def watched(change):
    with watch_for_unaudited_changes({"jobs_job"}):
        change()


@pytest.fixture(params=["in a test's transaction", "for real"])
def a_database(request):
    request.getfixturevalue("db" if request.param.startswith("in") else "transactional_db")


@pytest.mark.usefixtures("a_database")
class TestTheWatch:
    def test_finds_product_code_that_changes_without_a_record(self):
        with pytest.raises(AssertionError, match="jobs_job at jobs/services/enqueueing.py"):
            watched(order_silently)

    def test_finds_a_change_outside_any_transaction(self):
        now = timezone.now()
        job = Job.objects.create(
            kind="x", key="a", created_at=now, run_at=now, state="running", attempt=1, lease_until=now
        )

        with pytest.raises(AssertionError, match="outside any transaction"):
            watched(lambda: finish(job, now))

    def test_is_content_with_a_record_in_the_same_transaction(self):
        watched(order_and_tell)

    def test_does_not_take_a_record_that_was_rolled_back(self):
        with pytest.raises(AssertionError, match="without an audit row"):
            watched(order_with_a_record_rolled_back)

    def test_forgets_a_change_that_was_rolled_back(self):
        watched(order_and_recover)

    def test_leaves_what_a_test_arranges_alone(self):
        now = timezone.now()

        watched(lambda: Job.objects.create(kind="x", key="a", created_at=now, run_at=now))
