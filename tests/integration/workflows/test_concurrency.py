"""Two people at once, on real connections: one is faster, nobody is lost, nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.integration.workflows import flows
from workflows import services
from workflows.errors import AlreadyClaimed, RunEndedAlready, StaleWorkItem
from workflows.history import replay
from workflows.models import Run
from workflows.selectors import events_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]


def at_once(*calls):
    """Make these calls from threads that start together; return what each gave, errors as values."""
    barrier = Barrier(len(calls))

    def one(call):
        barrier.wait()
        try:
            return call()
        except Exception as error:  # noqa: BLE001
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(one, calls))


class TestTwoPeopleAtOnce:
    def test_claim_one_step_and_one_of_them_gets_it(self, begin, an, binh, at):
        item = begin(flows.FIVE_STEPS).work_items.get()

        def claim(person):
            return lambda: services.claim(
                work_item_id=item.pk, person_id=person.pk, expected_version=1, at=at
            )

        answers = at_once(claim(an), claim(binh))

        item.refresh_from_db()
        [refused] = [answer for answer in answers if isinstance(answer, Exception)]
        assert isinstance(refused, AlreadyClaimed)
        assert refused.holder_id == item.owner_id
        assert item.version == 2

    def test_complete_two_branches_and_the_join_fires_once(self, begin, an, binh, at):
        run = begin(flows.FORK)

        def complete(node_id, person):
            item = run.work_items.get(node_id=node_id)
            services.claim(work_item_id=item.pk, person_id=person.pk, expected_version=1, at=at)
            return lambda: services.complete(
                work_item_id=item.pk, person_id=person.pk, outcome="", expected_version=2, at=at
            )

        answers = at_once(complete("left", an), complete("right", binh))

        run = Run.objects.get(pk=run.pk)
        assert not [answer for answer in answers if isinstance(answer, Exception)]
        assert (run.end_kind, run.version, run.events.count()) == ("completed", 3, 3)
        assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state

    def test_complete_one_step_twice_and_it_is_done_once(self, begin, an, at):
        run = begin(flows.FIVE_STEPS)
        item = services.claim(
            work_item_id=run.work_items.get().pk, person_id=an.pk, expected_version=1, at=at
        )

        def complete():
            return services.complete(
                work_item_id=item.pk, person_id=an.pk, outcome="", expected_version=2, at=at
            )

        answers = at_once(complete, complete)

        [refused] = [answer for answer in answers if isinstance(answer, Exception)]
        assert isinstance(refused, StaleWorkItem)
        assert [row.kind for row in events_of(run)] == ["Started", "Completed"]

    def test_complete_and_cancel_leave_one_consistent_end(self, begin, an, binh, at):
        for _ in range(5):
            run = begin(flows.FORK)
            item = services.claim(
                work_item_id=run.work_items.get(node_id="left").pk, person_id=an.pk, expected_version=1, at=at
            )

            answers = at_once(
                lambda item=item: services.complete(
                    work_item_id=item.pk, person_id=an.pk, outcome="", expected_version=2, at=at
                ),
                lambda run=run: services.cancel_run(run_id=run.pk, reason="", actor_id=binh.pk, at=at),
            )

            refusals = [answer for answer in answers if isinstance(answer, Exception)]
            assert all(isinstance(refusal, StaleWorkItem | RunEndedAlready) for refusal in refusals)
            run = Run.objects.get(pk=run.pk)
            assert run.end_kind == "cancelled"
            assert not run.work_items.filter(completed_at=None).exists()
            assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state
