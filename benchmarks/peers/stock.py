"""Stock viewflow's side, in a Django of its own; the flows are `stock_flows`."""

import time
from contextlib import nullcontext
from datetime import timedelta

from django.db import connection, transaction
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import STATUS
from viewflow.workflow.timers import fire_due_timers

from benchmarks.engine_ways import Statements, officer
from benchmarks.peers import stock_flows
from benchmarks.peers.ours import copied
from benchmarks.peers.timing import Spent, growth

FLOWS = {
    "people": stock_flows.People,
    "services": stock_flows.Services,
    "fork": stock_flows.Fork,
    "instances": stock_flows.Instances,
    "loop": stock_flows.Loop,
    "timers": stock_flows.Wait,
}
WAITING = (STATUS.NEW, STATUS.ASSIGNED)


def take(case: str, files: list[str], amount: int, steps_a_run: int) -> dict[str, float]:
    """Measure one case once; of the files only their number counts. Raises ValueError for a run of other steps."""
    if case == "cold":
        return {"load": cold(len(files))}
    if case == "timers":
        return drain(amount)
    officer()
    count = Statements()
    run_through(case, steps_a_run, count)
    spent, runs = Spent(), []
    for _ in range(amount):
        runs.append(run_through(case, steps_a_run))
    taken = {**spent.over(amount * steps_a_run), **growth(runs[0])}
    if any(len(moments) - 1 != steps_a_run for moments in runs):
        raise ValueError("a run of other steps")
    return {**taken, "statements": count.own / steps_a_run, "beside": 0}


def run_through(case: str, times: int, count: Statements | None = None) -> list[float]:
    """Take one process to its end; return when each step was done, the start first."""
    process = FLOWS[case].start.run()
    if case == "loop":
        process.data = {"times": times, "n": 0}
        process.save()
    act = serve if case == "services" else complete
    moments = [time.perf_counter()]
    while (task := waiting(process)) is not None:
        with count.counted() if count else nullcontext():
            act(task, len(moments))
        moments.append(time.perf_counter())
    return moments


def waiting(process: Process) -> Task | None:
    """Return a task at which a process waits, None when it has ended."""
    kinds = ("HUMAN", "FUNCTION")
    return Task.objects.filter(process_id=process.pk, flow_task_type__in=kinds, status__in=WAITING).first()


def complete(task: Task, number: int) -> None:
    """Assign a task and complete it: two transactions, as two clicks."""
    with task.activation() as activation:
        activation.assign(officer())
    with task.activation() as activation:
        if activation.process.data:
            activation.process.data["n"] = number
            activation.process.save(update_fields=["data"])
        activation.start(None)
        activation.execute()


def serve(task: Task, number: int) -> None:
    """Run a task of the machine."""
    task.flow_task.run(task)


def drain(timers: int) -> dict[str, float]:
    """Copy a waiting process that many times, then let viewflow's dispatcher fire what is due."""
    process = stock_flows.Wait.start.run()
    copy_waiting(process, timers - 1)
    Task.objects.filter(flow_task_type="TIMER", status=STATUS.SCHEDULED).update(
        scheduled=process.created - timedelta(hours=1)
    )
    spent, count = Spent(), Statements()
    with count.counted():
        fired = fire_due_timers()
    taken = spent.over(fired)
    if fired != timers:
        raise ValueError(f"{fired} timers fired")
    return {**taken, "statements": count.own / fired, "beside": 0}


def copy_waiting(process: Process, copies: int) -> None:
    """Write that many copies of a process that waits for a timer, inside the database."""
    processes, tasks = copied(Process, {}), copied(Task, {"process_id": "made.id"})
    process_table, task_table = Process._meta.db_table, Task._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"WITH made AS (INSERT INTO {process_table} ({processes[0]}) SELECT {processes[1]} FROM {process_table}, "
            f"generate_series(1, %s) WHERE {process_table}.id = %s RETURNING id) INSERT INTO {task_table} "
            f"({tasks[0]}) SELECT {tasks[1]} FROM {task_table}, made WHERE process_id = %s AND flow_task_type = 'TIMER'",
            [copies, process.pk, process.pk],
        )


def cold(versions: int) -> float:
    """Return the milliseconds of making that many classes of 200 nodes."""
    began = time.perf_counter()
    for number in range(versions):
        stock_flows.version(number, 198).instance.nodes()
    return (time.perf_counter() - began) * 1000
