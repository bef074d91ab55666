"""A process that dies at any statement of an event leaves the run as it was before."""

from contextlib import contextmanager

import pytest
from django.db import connection

from audit.models import AuditEntry
from tests.integration.workflows import flows
from workflows import services
from workflows.models import FlowEvent, FlowTimer, Run, WorkItem

pytestmark = pytest.mark.django_db


class PowerCut(Exception):
    """The lights go out."""


@contextmanager
def power_cut_at(statement):
    """Let the n-th statement of the block be the last thing that does not happen."""
    seen = 0

    def note(execute, sql, params, many, context):
        nonlocal seen
        counts = not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))
        seen += counts
        if counts and seen == statement:
            raise PowerCut
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield


def everything():
    """Return every row of the engine, and the length of the record."""
    rows = [list(model.objects.order_by("pk").values()) for model in (Run, WorkItem, FlowEvent, FlowTimer)]
    return rows, AuditEntry.objects.count()


def survived(act):
    """Cut the power at each statement in turn until one time there are no more; return how often it was cut."""
    before = everything()
    for statement in range(1, 50):
        try:
            with power_cut_at(statement):
                act()
        except PowerCut:
            assert everything() == before
        else:
            return statement - 1
    raise AssertionError("never came to an end")


class TestAPowerCut:
    def test_in_a_completion_undoes_all_of_it(self, begin, an, at):
        run = begin(flows.REMINDER)
        item = services.claim(
            work_item_id=run.work_items.get().pk, person_id=an.pk, expected_version=1, at=at
        )

        cuts = survived(
            lambda: services.complete(
                work_item_id=item.pk, person_id=an.pk, outcome="", expected_version=2, at=at
            )
        )

        assert cuts >= 5
        assert Run.objects.get(pk=run.pk).end_kind == "completed"

    def test_in_a_claim_undoes_all_of_it(self, begin, an, at):
        item = begin(flows.REMINDER).work_items.get()

        cuts = survived(
            lambda: services.claim(work_item_id=item.pk, person_id=an.pk, expected_version=1, at=at)
        )

        assert cuts >= 2

    def test_in_a_cancel_undoes_all_of_it(self, begin, an, at):
        run = begin(flows.FORK)

        cuts = survived(lambda: services.cancel_run(run_id=run.pk, reason="", actor_id=an.pk, at=at))

        assert cuts >= 5
