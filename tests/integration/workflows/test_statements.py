"""How many statements a step costs: five, claim included, beside audit and jobs."""

from contextlib import contextmanager

import pytest
from django.db import connection

from accounts.selectors import standings
from tests.integration.workflows import flows
from workflows import services
from workflows.models import Run
from workflows.selectors import open_work_items, position

pytestmark = pytest.mark.django_db


@contextmanager
def statements():
    """Collect the statements on tables, without those of audit, jobs and transaction control."""
    found = []

    def note(execute, sql, params, many, context):
        beside = any(table in sql for table in ("audit_", "jobs_", "django_task"))
        if (
            sql.split(maxsplit=1)[0].upper() not in ("SAVEPOINT", "RELEASE", "BEGIN", "ROLLBACK")
            and not beside
        ):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield found


class TestStatements:
    def test_of_a_step_are_one_to_claim_and_four_to_complete(self, begin, an, at):
        run = begin(flows.FIVE_STEPS)
        item = run.work_items.get()

        with statements() as claiming:
            item = services.claim(work_item_id=item.pk, person_id=an.pk, expected_version=1, at=at)
        with statements() as completing:
            services.complete(work_item_id=item.pk, person_id=an.pk, outcome="", expected_version=2, at=at)

        assert [sql.split()[0] for sql in claiming] == ["UPDATE"]
        assert [sql.split()[0] for sql in completing] == ["SELECT", "UPDATE", "INSERT", "INSERT"]

    def test_of_a_start_are_three(self, begin):
        begin(flows.FIVE_STEPS)

        with statements() as starting:
            begin(flows.FIVE_STEPS)

        assert [sql.split()[0] for sql in starting] == ["INSERT", "INSERT", "INSERT"]

    def test_of_the_inbox_and_the_drawing_are_one_each(self, begin, officer, at):
        run = begin(flows.FORK)
        held = standings(officer("clerk"), at)

        with statements() as inbox:
            items = list(open_work_items(held, at))
        with statements() as drawing:
            position(run)

        assert (len(items), len(inbox), len(drawing)) == (2, 1, 1)

    def test_of_a_cancel_do_not_grow_with_the_branches(self, begin, an, at):
        run = begin(flows.FORK)
        Run.objects.get(pk=run.pk)

        with statements() as cancelling:
            services.cancel_run(run_id=run.pk, reason="", actor_id=an.pk, at=at)

        assert len(cancelling) == 5
