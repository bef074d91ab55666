"""The pure core alone: node moves a second, a move being a node that a token enters. Wanted: 20,000.

Counted is processor time, which a busy machine bends less.

`straight` starts runs that pass 100 tasks without a type; `people` completes five human steps, each
an event of its own; `loop` passes an exclusive gateway with a FEEL condition.
"""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from benchmarks.measure import Measure, Rows, Side
from benchmarks.peers import diagrams
from benchmarks.stand import Stand
from workflows.core import Step, advance
from workflows.events import Completed, Started
from workflows.model import FlowDefinition
from workflows.parser import parse_bpmn
from workflows.state import State

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
RUNS = 100
TASKS = 100
TIMES = 20


def sides(stand: Stand) -> Sequence[Side]:
    """Give the flows."""
    names = [f"t{number}" for number in range(TASKS)]
    tasks = "".join(f'<task id="{name}"/>' for name in names)
    runs = stand.amount(RUNS)
    return [
        Side("straight", partial(taken, diagrams.bpmn(tasks + diagrams.chain("start", *names, "end")), runs)),
        Side("people", partial(taken, diagrams.people(), runs * 10)),
        Side("loop", partial(taken, diagrams.loop(TIMES), runs)),
    ]


def taken(bpmn: str, runs: int) -> Rows:
    """Return moves a second of processor time over that many runs."""
    flow, moves = parse_bpmn(bpmn.encode()), 0
    began = time.process_time()
    for _ in range(runs):
        moves += run_through(flow)
    return {"": {"moves": moves / (time.process_time() - began)}}


def run_through(flow: FlowDefinition) -> int:
    """Take a run to its end; return how many nodes were entered. Raises ValueError where it never ends."""
    ask: Callable[..., Step] = partial(advance, flow, at=AT, facts={})
    step, moves, number = ask(State(), Started({})), 0, 0
    while True:
        moves += sum(trace.event == "opened" for trace in step.trace)
        if step.state.ended:
            return moves
        number += 1
        token = next(token.id for token in step.state.tokens if token.waits == "person")
        step = ask(step.state, Completed(token, "", {"n": number}))


CORE = Measure(
    name="core", title="The pure core", units={"moves": "node moves/s, 20,000 wanted"}, sides=sides
)
