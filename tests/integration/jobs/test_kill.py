"""A job killed at any statement is done again under its key, its database effect exactly once."""

import logging
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs.models import Job
from jobs.reaper import reap
from jobs.services import enqueue
from jobs.worker import claim, task_runner

pytestmark = pytest.mark.django_db(transaction=True)


class Killed(BaseException):
    """The process is gone: no handler, no clean-up, open transactions roll back."""


class KillAt:
    """Lets the first statements through and dies at the next; keeps dying, as the dead do."""

    def __init__(self, statement):
        self.left = statement
        self.died = False

    def __call__(self, execute, sql, params, many, context):
        if self.left == 0:
            self.died = True
            raise Killed(sql)
        self.left -= 1
        return execute(sql, params, many, context)


def work_until_killed(kill):
    """One turn of a worker under a sword."""
    try:
        with connection.execute_wrapper(kill):
            transport = claim("fast", "doomed:1")
            if transport is not None:
                task_runner("fast", "doomed:1").run_task(transport)
    except Killed:
        connection.close()


def work_until_done(key):
    """Later turns of a living worker, after the leases ran out."""
    for minute in range(1, 10):
        later = timezone.now() + timedelta(minutes=minute)
        reap(later)
        Job.objects.filter(state="ready").update(run_at=timezone.now())
        DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        while (transport := claim("fast", "alive:1")) is not None:
            task_runner("fast", "alive:1").run_task(transport)
        if Job.objects.get(key=key).state == "done":
            return
    raise AssertionError(f"{key} was never done")


def order(key, tmp_path):
    with transaction.atomic():
        enqueue("order_another", key=key, payload={"file": str(tmp_path / key)})


def test_a_worker_killed_at_any_statement_loses_nothing_and_doubles_nothing(tmp_path, caplog):
    caplog.set_level(logging.CRITICAL)
    statement, kill = 0, KillAt(0)
    while kill.died or statement == 0:  # until one turn is survived whole
        key, kill = f"killed at {statement}", KillAt(statement)
        order(key, tmp_path)

        work_until_killed(kill)
        work_until_done(key)
        work_until_done(f"{key}/next")

        assert (tmp_path / key).read_text().splitlines()[-1].endswith(f" {key}/next"), key
        statement += 1

    assert statement > 10
    assert Job.objects.count() == 2 * statement
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}
