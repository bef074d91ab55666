"""This engine's side, in a Django of its own: through the services that pages and workers call.

ways   "production": audit rows, and jobs carried by the queue as a worker carries them
       "without audit": the same, no audit rows (what no peer has)
       "without audit and queue": operations are called without a job row to order them

A step of a person is read from the inbox, claimed and completed; a service task is one job.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

from django.db import connection, models, transaction

from benchmarks.engine_ways import Statements, officer
from benchmarks.peers.timing import Spent, growth
from jobs.worker import claim, task_runner
from workflows import activations, services, trail
from workflows.compiler import flow_class_for
from workflows.models import FlowTimer, Run, WorkItem
from workflows.parser import parse_bpmn

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)
WORKER = "benchmark:1"
BATCH = 100


def take(
    case: str, files: list[str], amount: int, steps_a_run: int, way: str = "production"
) -> dict[str, float]:
    """Measure one case once. Raises ValueError where a run was of other steps."""
    if case == "cold":
        return {"load": cold(files)}
    with as_way(way) as ordered:
        if case == "timers":
            return drain(files[0], amount)
        way_of_a_step = work_of(ordered) if case == "services" else (open_item, complete)
        count = Statements()
        run_through(files[0], *way_of_a_step, count)
        spent, runs = Spent(), []
        for _ in range(amount):
            runs.append(run_through(files[0], *way_of_a_step))
        taken = {**spent.over(amount * steps_a_run), **growth(runs[0])}
    if any(len(moments) - 1 != steps_a_run for moments in runs):
        raise ValueError("a run of other steps")
    return {
        **taken,
        "statements": count.own / steps_a_run,
        "beside": count.beside / steps_a_run,
    }


@contextmanager
def as_way(way: str) -> Iterator[list[Mapping[str, Any]] | None]:
    """Leave out what a way leaves out; give the list of operations that nobody queued, None where they are."""
    ordered: list[Mapping[str, Any]] = []

    def note(kind: str, *, key: str, payload: Mapping[str, Any]) -> None:
        ordered.append(payload)

    with ExitStack() as left_out:
        if way != "production":
            left_out.enter_context(mock.patch.object(trail, "record"))
        if way == "without audit and queue":
            left_out.enter_context(mock.patch.object(activations, "enqueue", note))
            yield ordered
        else:
            yield None


def begin(bpmn: str) -> Run:
    """Start a run up to its first step."""
    data = bpmn.encode()
    return services.start(
        flow_key="peer",
        version_hash=hashlib.sha256(data).hexdigest(),
        bpmn=definition(data),
        subject="benchmarks.Case:1",
        actor_id=officer().pk,
        at=AT,
    )


PARSED: dict[bytes, Any] = {}


def definition(data: bytes) -> Any:
    """Return a file's flow, parsed once, as a published version is."""
    if data not in PARSED:
        PARSED[data] = parse_bpmn(data)
    return PARSED[data]


def run_through(
    bpmn: str, find: Callable[[int], Any], act: Callable[[Any, int], None], count: Statements | None = None
) -> list[float]:
    """Take one run to its end; return when each step was done, the start first.

    find   gives what waits in a run, None when it has ended
    count  counts the statements of the acts
    """
    run, moments = begin(bpmn), [time.perf_counter()]
    while (found := find(run.pk)) is not None:
        with count.counted() if count else nullcontext():
            act(found, len(moments))
        moments.append(time.perf_counter())
    return moments


def open_item(run_id: int) -> tuple[int, int] | None:
    """Return key and version of an open step, as a page shows it."""
    return WorkItem.objects.filter(process_id=run_id, completed_at=None).values_list("pk", "version").first()


def complete(found: tuple[int, int], number: int) -> None:
    """Claim a step and complete it with the variable n."""
    person, (pk, version) = officer().pk, found
    item = services.claim(work_item_id=pk, person_id=person, expected_version=version, at=AT)
    services.complete(
        work_item_id=pk,
        person_id=person,
        outcome="",
        expected_version=item.version,
        at=AT,
        variables={"n": number},
    )


def work_of(
    ordered: list[Mapping[str, Any]] | None,
) -> tuple[Callable[[int], Any], Callable[[Any, int], None]]:
    """Return how a service task is found and done: by the queue, or called as ordered."""
    runner = task_runner("fast", WORKER)

    def by_queue(found: bool, number: int) -> None:
        transport = claim("fast", WORKER)
        if transport is None:
            raise ValueError("nothing waits in the queue")
        runner.run_task(transport)

    def called(found: Mapping[str, Any], number: int) -> None:
        named = {name: found[name] for name in ("run_id", "token", "node_id", "operation", "inputs")}
        services.call_operation(**named, at=AT)

    if ordered is not None:
        return (lambda run_id: ordered.pop(0) if ordered else None), called
    return is_open, by_queue


def is_open(run_id: int) -> bool | None:
    """Whether the run goes on, None when not."""
    return Run.objects.filter(pk=run_id, ended_at=None).exists() or None


def drain(bpmn: str, timers: int) -> dict[str, float]:
    """Copy a waiting run that many times, then fire every timer that is due."""
    copy_waiting(begin(bpmn), timers - 1)
    spent, fired, count = Spent(), 0, Statements()
    with count.counted():
        while now := services.fire_timers(LATER, at_most=BATCH):
            fired += now
    taken = spent.over(fired)
    if fired != timers:
        raise ValueError(f"{fired} timers fired")
    return {**taken, "statements": count.own / fired, "beside": count.beside / fired}


def copy_waiting(run: Run, copies: int) -> None:
    """Write that many copies of a run that waits for a timer, inside the database."""
    runs = copied(Run, {"public_id": "gen_random_uuid()"})
    timers = copied(FlowTimer, {"run_id": "made.id"})
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"WITH made AS (INSERT INTO workflows_run ({runs[0]}) SELECT {runs[1]} FROM workflows_run, "
            f"generate_series(1, %s) WHERE workflows_run.id = %s RETURNING id) INSERT INTO workflows_flowtimer "
            f"({timers[0]}) SELECT {timers[1]} FROM workflows_flowtimer, made WHERE run_id = %s",
            [copies, run.pk, run.pk],
        )


def copied(model: type[models.Model], changed: Mapping[str, str]) -> tuple[str, str]:
    """Return the columns of a model without its key, and what a copy has in them."""
    names = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    return ", ".join(f'"{name}"' for name in names), ", ".join(
        changed.get(name, f'"{name}"') for name in names
    )


def cold(files: list[str]) -> float:
    """Return the milliseconds of reading the files and compiling them."""
    began = time.perf_counter()
    for text in files:
        data = text.encode()
        flow_class_for("cold", hashlib.sha256(data).hexdigest(), parse_bpmn(data))
    return (time.perf_counter() - began) * 1000
