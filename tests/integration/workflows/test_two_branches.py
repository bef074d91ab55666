"""Two workers end two branches of one run in the same moment, many times over: no join is ever lost.

RACES runs of each kind (40; 1,000 in a nightly run, `make nightly`). The two workers keep their
connections and meet at a barrier before each run, as two processes under load would.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from tests.integration.workflows import flows
from workflows import services
from workflows.history import replay
from workflows.models import Run
from workflows.selectors import events_of

RACES = int(os.environ.get("RACES", "40"))

pytestmark = pytest.mark.django_db(transaction=True)

AFTER_THE_JOIN = flows.bpmn(
    '<startEvent id="start"/><endEvent id="end"/><parallelGateway id="fork"/><parallelGateway id="join"/>'
    + flows.step("left")
    + flows.step("right")
    + flows.step("after")
    + flows.arrows(
        "start>fork", "fork>left", "fork>right", "left>join", "right>join", "join>after", "after>end"
    )
)
TWO_CALLS = flows.bpmn(
    '<startEvent id="start"/><endEvent id="end"/>'
    '<callActivity id="calls" calledElement="q"><multiInstanceLoopCharacteristics>'
    '<loopCardinality xsi:type="tFormalExpression">2</loopCardinality></multiInstanceLoopCharacteristics></callActivity>'
    + flows.step("after")
    + flows.arrows("start>calls", "calls>after", "after>end")
).replace(
    b"</definitions>",
    (
        '<process id="q" isExecutable="false"><startEvent id="s2"/><endEvent id="e2"/>'
        + flows.step("called")
        + flows.arrows("s2>called", "called>e2").replace('id="f', 'id="g')
        + "</process></definitions>"
    ).encode(),
)


def race(pairs, an, binh, at):
    """Let two workers complete the two items of each pair at one moment; return what went wrong."""
    barrier, people = Barrier(2), (an, binh)

    def worker(number):
        faults = []
        for pair in pairs:
            item = pair[number]
            barrier.wait(timeout=60)
            try:
                services.complete(
                    work_item_id=item.pk, person_id=people[number].pk, outcome="", expected_version=2, at=at
                )
            except Exception as error:  # noqa: BLE001
                faults.append(error)
        connection.close()
        return faults

    with ThreadPoolExecutor(2) as pool:
        return [fault for faults in pool.map(worker, (0, 1)) for fault in faults]


class TestTwoWorkersOnTwoBranches:
    @pytest.mark.parametrize(
        "flow",
        [
            pytest.param(AFTER_THE_JOIN, id="of a fork and its join"),
            pytest.param(TWO_CALLS, id="of a multi-instance activity that calls a process"),
        ],
    )
    def test_never_lose_the_join(self, begin, an, binh, at, flow):
        pairs, runs = [], []
        for _ in range(RACES):
            run = begin(flow)
            items = list(run.work_items.order_by("pk"))
            for item, person in zip(items, (an, binh), strict=True):
                services.claim(work_item_id=item.pk, person_id=person.pk, expected_version=1, at=at)
            pairs.append(items)
            runs.append(run.pk)

        faults = race(pairs, an, binh, at)

        assert faults == []
        for run in Run.objects.filter(pk__in=runs):
            waiting = run.work_items.filter(completed_at=None).values_list("node_id", flat=True)
            assert (list(waiting), run.version, run.events.count()) == (["after"], 3, 3)
            assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state
