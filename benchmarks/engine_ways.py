"""The ways of running five human steps that `benchmarks.engine` compares; runs in a child."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from unittest import mock

from django.db import connection
from viewflow.workflow.status import STATUS

from accounts.models import Agency, Appointment, Person, Role
from benchmarks.engine_case import SilentCase
from benchmarks.flows import FiveSteps
from workflows import services, trail
from workflows.parser import parse_bpmn

STEPS = 5
AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
CONTROL = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL")
BESIDE = ("audit_", "jobs_", "django_task")
FLOW = parse_bpmn(
    (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:mc="https://motcua.vn/bpmn/1" '
        'targetNamespace="https://motcua.vn/benchmarks"><process id="p" isExecutable="true">'
        '<startEvent id="start"/><endEvent id="end"/>'
        + "".join(f'<userTask id="s{n}" mc:role="clerk" mc:agency="receiving"/>' for n in range(1, STEPS + 1))
        + "".join(
            f'<sequenceFlow id="f{n}" sourceRef="{source}" targetRef="{target}"/>'
            for n, (source, target) in enumerate(
                zip(
                    ["start", "s1", "s2", "s3", "s4", "s5"],
                    ["s1", "s2", "s3", "s4", "s5", "end"],
                    strict=True,
                )
            )
        )
        + "</process></definitions>"
    ).encode()
)


class Statements:
    """Counts statements while it is open."""

    def __init__(self) -> None:
        self.own = self.beside = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count what the block sends."""
        with connection.execute_wrapper(self._note):
            yield

    def _note(self, execute, sql, params, many, context):  # noqa: ANN001, ANN202
        if not sql.upper().startswith(CONTROL):
            if any(table in sql for table in BESIDE):
                self.beside += 1
            else:
                self.own += 1
        return execute(sql, params, many, context)


def measure(way: str, runs: int) -> dict[str, float]:
    """Return runs a second, CPU and statements a step of one way; the first run of all is no part of them."""
    person = officer()
    run, count = WAYS[way], Statements()
    run(person, count)
    began, cpu_began = time.perf_counter(), time.process_time()
    for _ in range(runs):
        run(person, Statements())
    return {
        "speed": runs / (time.perf_counter() - began),
        "CPU": (time.process_time() - cpu_began) / runs * 1000,
        "statements": count.own / STEPS,
        "beside": count.beside / STEPS,
    }


@cache
def officer() -> Person:
    """Return the one officer; she, her agency and her role are made the first time."""
    agency, is_new = Agency.objects.get_or_create(
        code="H61.12", defaults={"name": "Sở", "valid_from": date(2020, 1, 1)}
    )
    SilentCase.agency_id = agency.pk
    person, _ = Person.objects.get_or_create(email="officer@example.vn", defaults={"full_name": "Cán bộ"})
    role, _ = Role.objects.get_or_create(code="clerk", defaults={"name": "clerk"})
    if is_new:
        Appointment.objects.create(
            person=person,
            role=role,
            sits_at=agency,
            acts_for=agency,
            starts_on=date(2026, 1, 1),
            basis="QĐ 1",
        )
    return person


def run_engine(person: Person, count: Statements) -> None:
    """Start a run and take it through its five steps."""
    run = services.start(
        flow_key="benchmark",
        version_hash="0" * 64,
        bpmn=FLOW,
        subject="benchmarks.Case:1",
        actor_id=person.pk,
        at=AT,
    )
    for _ in range(STEPS):
        item = run.work_items.get(completed_at=None)
        with count.counted():
            item = services.claim(
                work_item_id=item.pk, person_id=person.pk, expected_version=item.version, at=AT
            )
            services.complete(
                work_item_id=item.pk, person_id=person.pk, outcome="", expected_version=item.version, at=AT
            )


def run_engine_without_audit(person: Person, count: Statements) -> None:
    """Do the same, with the audit rows left out."""
    with mock.patch.object(trail, "record"):
        run_engine(person, count)


def run_stock(person: Person, count: Statements) -> None:
    """Start a process of the stock flow and take it through its five tasks."""
    process = FiveSteps.start.run()
    for _ in range(STEPS):
        task = process.task_set.get(status=STATUS.NEW)
        with count.counted():
            with task.activation() as activation:
                activation.assign(person)
            with task.activation() as activation:
                activation.start(None)
                activation.execute()


WAYS: dict[str, Callable[[Person, Statements], None]] = {
    "engine": run_engine_without_audit,
    "engine, audited": run_engine,
    "stock viewflow": run_stock,
}
