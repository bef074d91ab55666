"""SpiffWorkflow's side: each step reads the workflow's JSON from its row, goes on, writes it, commits.

Runs in an environment of its own (`requirements.txt` beside this), so it imports nothing of the
product. Speaks as `benchmarks.child` does: a request a line, an answer a line.

    python benchmarks/peers/spiff.py POSTGRESQL-ADDRESS
"""

import json
import sys
import time
from collections.abc import Callable

import psycopg
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser, TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.serializer.config import DEFAULT_CONFIG
from SpiffWorkflow.bpmn.serializer.default.task_spec import BpmnTaskSpecConverter
from SpiffWorkflow.bpmn.specs.defaults import ServiceTask, UserTask
from SpiffWorkflow.task import Task

MARK = "benchmark-answer:"
TABLE = (
    "CREATE TABLE IF NOT EXISTS peer_spiff ("
    "id bigserial PRIMARY KEY, state jsonb NOT NULL, due boolean NOT NULL DEFAULT false)"
)


class Work(ServiceTask):
    """A service that does nothing; SpiffWorkflow's own is abstract."""

    def _execute(self, task: Task) -> bool:
        return True


class Parser(BpmnParser):
    """Reads service tasks as work."""

    OVERRIDE_PARSER_CLASSES = {full_tag("serviceTask"): (TaskParser, Work)}  # noqa: RUF012  Spiff's own way


SERIALIZER = BpmnWorkflowSerializer(
    BpmnWorkflowSerializer.configure({**DEFAULT_CONFIG, Work: BpmnTaskSpecConverter})
)


class Store:
    """The rows of the runs; a step is one transaction."""

    def __init__(self, address: str) -> None:
        self.connection = psycopg.connect(address)
        with self.connection.transaction():
            self.connection.execute(TABLE)

    def begin(self, bpmn: str) -> int:
        """Start a run and go on to its first step; return its number."""
        parser = Parser()
        parser.add_bpmn_str(bpmn.encode())
        workflow = BpmnWorkflow(parser.get_spec("p"))
        go_on(workflow)
        with self.connection.transaction():
            row = self.connection.execute(
                "INSERT INTO peer_spiff (state) VALUES (%s) RETURNING id",
                [SERIALIZER.serialize_json(workflow)],
            ).fetchone()
        return row[0]

    def step(self, number: int, act: Callable[[BpmnWorkflow], bool]) -> bool:
        """Lock and read the row, act on the workflow, write it; return what the act says."""
        with self.connection.transaction():
            (state,) = self.connection.execute(
                "SELECT state::text FROM peer_spiff WHERE id = %s FOR UPDATE", [number]
            ).fetchone()
            workflow = SERIALIZER.deserialize_json(state)
            answer = act(workflow)
            self.connection.execute(
                "UPDATE peer_spiff SET state = %s, due = false WHERE id = %s",
                [SERIALIZER.serialize_json(workflow), number],
            )
        return answer


def go_on(workflow: BpmnWorkflow) -> None:
    """Move on to where somebody must act: a person, a service, a timer."""
    moved = True
    while moved:
        ready = workflow.get_tasks(state=TaskState.READY)
        own = [task for task in ready if not isinstance(task.task_spec, UserTask | Work)]
        for task in own:
            task.run()
        moved = bool(own)


def complete_one(workflow: BpmnWorkflow, values: dict[str, int]) -> bool:
    """Complete the first ready step; return whether there is another."""
    task = next(
        task
        for task in workflow.get_tasks(state=TaskState.READY)
        if isinstance(task.task_spec, UserTask | Work)
    )
    task.set_data(**values)
    task.run()
    go_on(workflow)
    return not workflow.completed


def fire(workflow: BpmnWorkflow) -> bool:
    """Let time pass for the timers of a workflow."""
    workflow.refresh_waiting_tasks()
    go_on(workflow)
    if not workflow.completed:
        raise AssertionError("the timer was not due")
    return False


def run_through(store: Store, bpmn: str) -> list[float]:
    """Take one run to its end; return when each step was done, the start first."""
    number, moments, goes_on = store.begin(bpmn), [time.perf_counter()], True
    while goes_on:
        count = len(moments)
        goes_on = store.step(number, lambda workflow, n=count: complete_one(workflow, {"n": n}))
        moments.append(time.perf_counter())
    return moments


def drain(store: Store, bpmn: str, timers: int) -> dict[str, float]:
    """Copy a waiting run that many times, wait, and fire them all; return what it took."""
    number = store.begin(bpmn)
    with store.connection.transaction():
        store.connection.execute(
            "INSERT INTO peer_spiff (state, due) SELECT state, true FROM peer_spiff, generate_series(1, %s) WHERE id = %s",
            [timers, number],
        )
    time.sleep(1.1)
    began = time.perf_counter(), time.process_time()
    due = [row[0] for row in store.connection.execute("SELECT id FROM peer_spiff WHERE due ORDER BY id")]
    for number in due:
        store.step(number, fire)
    return spent(began, len(due))


def spent(began: tuple[float, float], steps: int) -> dict[str, float]:
    """Return steps a second and processor time a step."""
    wall, processor = time.perf_counter() - began[0], time.process_time() - began[1]
    return {"speed": steps / wall, "CPU": processor / steps * 1000}


def take(store: Store, case: str, files: list[str], amount: int, steps_a_run: int) -> dict[str, float]:
    """Measure one case once. Raises ValueError where a run was of other steps."""
    if case == "timers":
        return {**drain(store, files[0], amount), "statements": 2}
    if case == "cold":
        return {"load": cold(files)}
    began, runs = (time.perf_counter(), time.process_time()), []
    for _ in range(amount):
        runs.append(run_through(store, files[0]))
    taken = {**spent(began, amount * steps_a_run), "statements": 2, **growth(runs[0])}
    if any(len(moments) - 1 != steps_a_run for moments in runs):
        raise ValueError("a run of other steps")
    return taken


def growth(moments: list[float]) -> dict[str, float]:
    """Return the cost of the last fifty steps over that of the first fifty, for a run long enough."""
    if len(moments) < 101:
        return {}
    return {"growth": (moments[-1] - moments[-51]) / (moments[50] - moments[0])}


def cold(files: list[str]) -> float:
    """Return the milliseconds of reading the files into specifications."""
    began = time.perf_counter()
    for text in files:
        parser = Parser()
        parser.add_bpmn_str(text.encode())
        parser.get_spec("p")
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Answer requests until there are no more."""
    store = Store(sys.argv[1])
    for line in sys.stdin:
        _, arguments = json.loads(line)
        try:
            answer = {"answer": take(store, **arguments)}
        except Exception as error:  # noqa: BLE001  the parent decides what a failure costs
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(MARK + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
