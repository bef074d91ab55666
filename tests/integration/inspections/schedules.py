"""Made-up days of three tablets and a server between which anything is lost, doubled, late or killed.

A tablet here keeps what it did in an outbox and forgets an operation only against a receipt, as the application does.
`naive_fold` tells from the acknowledged operations alone, in a way of its own, what the server must hold.
"""

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from audit.models import AuditEntry
from inspections.folding import Acknowledged, VisitState, fold
from inspections.models import Answer, AnswerConflict, SampleDraw, SectionHold, SyncOperation
from inspections.services.sync.sections import as_hold
from inspections.status import TargetStatus
from tests.integration.inspections.visit_world import KEYS, World

WHO = ("an", "binh", "lead")
SECTIONS = ("TS", "DT")
AT_MOST = 12  # rounds until every outbox must be empty


class Killed(BaseException):
    """The server's process ended here."""


class KilledAt:
    """Ends the process before its n-th statement."""

    def __init__(self, statement: int) -> None:
        self.left = statement

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise Killed
        return execute(sql, params, many, context)


@contextmanager
def killed_at(statement: int) -> Any:
    """Run a block until its n-th statement; True in the list where it was killed."""
    killed: list[bool] = []
    try:
        with connection.execute_wrapper(KilledAt(statement)):
            yield killed
    except Killed:
        killed.append(True)


@dataclass
class Machine:
    """One tablet as its inspector uses it."""

    world: World
    who: str
    outbox: list[dict[str, Any]] = field(default_factory=list)
    made: list[dict[str, Any]] = field(default_factory=list)
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=dict)
    requests: list[Sequence[dict[str, Any]]] = field(default_factory=list)
    clock_off: timedelta = timedelta(0)

    def __post_init__(self) -> None:
        self.tablet = self.world.tablet(self.who)

    def does(self, kind: str, payload: dict[str, Any]) -> None:
        """Do something: it lies in the outbox from now on."""
        operation = self.tablet.operation(kind, payload)
        operation["at"] = (self.world.at + self.clock_off).isoformat()
        self.outbox.append(operation)
        self.made.append(operation)

    def answers_item(self, number: int, verdict: str) -> None:
        """Answer an item on top of what was last seen of it."""
        key = KEYS[number % len(KEYS)]
        values = {"verdict": verdict, "reason": f"{self.who} {len(self.made)}"}
        self.does("answer.set", {"key": key, "values": values, "base": self.known.get(key, 0)})

    def request(self, operations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Send operations; return what came back."""
        self.requests.append([dict(each) for each in operations])
        sent_at = (self.world.at + self.clock_off).isoformat()
        response = self.tablet.post(*operations, sent_at=sent_at)
        assert response.status_code == 200, response.content
        self.heard(response.json())
        return response.json()["results"]

    def heard(self, answer: Mapping[str, Any]) -> None:
        """Take an answer in: forget what has a receipt, number anew what has to wait."""
        for result in answer["results"]:
            if result["receipt"]:
                assert self.receipts.setdefault(result["id"], result) == result, "another answer than before"
                told = result.get("answer")
                if told:
                    self.known[told["key"]] = max(self.known.get(told["key"], 0), told["version"])
        self.outbox = [each for each in self.outbox if each["id"] not in self.receipts]
        for number, each in enumerate(self.outbox):
            each["seq"] = answer["next"] + number
        self.tablet.sent = answer["next"] + len(self.outbox) - 1

    def sends(self, how_many: int) -> None:
        """Send the first of what waits."""
        if self.outbox:
            self.request(self.outbox[: 1 + how_many])

    def loses_the_answer(self, how_many: int) -> None:
        """Send; the server commits and the line drops."""
        if self.outbox:
            self.tablet.post(*self.outbox[: 1 + how_many])

    def sends_into_a_kill(self, statement: int) -> None:
        """Send; the server dies at a statement."""
        if self.outbox:
            with killed_at(1 + statement):
                self.tablet.post(*self.outbox[:3])

    def sends_in_disorder(self, how_many: int) -> None:
        """Send what waits in the wrong order."""
        if self.outbox:
            self.request(list(reversed(self.outbox[: 1 + how_many])))

    def repeats(self, number: int) -> None:
        """A request of before comes again, late."""
        if self.requests:
            self.request([dict(each) for each in self.requests[number % len(self.requests)]])

    def forges(self, number: int) -> None:
        """An id that is known comes with other content."""
        done = [each for each in self.made if each["id"] in self.receipts]
        if done:
            forged = {
                **done[number % len(done)],
                "payload": {"key": "TS.01", "values": {"note": "giả"}, "base": 0},
            }
            (result,) = self.tablet.post(forged).json()["results"]
            assert (result["status"], result["receipt"]) == ("changed", None)

    def looks(self, _: int) -> None:
        """See how the visit stands."""
        bundle = self.tablet.get(f"visits/{self.world.target.public_id}/").json()
        self.known = {key: answer["version"] for key, answer in bundle["answers"].items()}

    def draws(self, number: int) -> None:
        """Draw a sample, perhaps from another population than a colleague."""
        samples = self.tablet.get(f"visits/{self.world.target.public_id}/").json()["samples"]
        self.does(
            "sample.draw",
            {"sample": "diplomas", "population": 100 + number % 2, "seed": samples["diplomas"]["seed"]},
        )

    def decides(self, number: int) -> None:
        """Decide on a conflict as it is seen now."""
        bundle = self.tablet.get(f"visits/{self.world.target.public_id}/").json()
        conflicts = [each for each in bundle["conflicts"] if each["open"]]
        if conflicts:
            conflict = conflicts[number % len(conflicts)]
            standing = bundle["answers"].get(conflict["key"])
            choice = {"conflict": conflict["id"], "choose": "ab"[number % 2], "reason": "Đã xem lại"}
            self.does("conflict.decide", {**choice, "base": standing["version"] if standing else 0})


@dataclass
class Naive:
    """What acknowledged operations come to, told from their whole history.

    histories  key → every version there was: (device, values)
    """

    histories: dict[str, list[tuple[UUID, Any]]] = field(default_factory=dict)
    kept: dict[UUID, tuple[str, Any, bool]] = field(default_factory=dict)
    holders: dict[str, UUID] = field(default_factory=dict)
    population: int | None = None

    def take(self, operation: SyncOperation) -> str:
        """Take the next operation; return what must have become of it."""
        device, payload = operation.device.public_id, operation.payload
        if operation.kind == "answer.set":
            return self.take_answer(operation, device)
        if operation.kind == "conflict.decide":
            return self.take_decision(operation, device)
        if operation.kind == "sample.draw":
            fits = self.population in (None, payload["population"])
            self.population = payload["population"] if fits else self.population
            return "applied" if fits else "rejected"
        holder = self.holders.get(payload["section"])
        if operation.kind == "section.take":
            self.holders.setdefault(payload["section"], device)
            return "applied" if holder in (None, device) else "rejected"
        if holder == device:
            del self.holders[payload["section"]]
        return "applied" if holder == device else "rejected"

    def take_answer(self, operation: SyncOperation, device: UUID) -> str:
        """An answer stands where every version after its base is the same device's, and no other holds the section."""
        payload = operation.payload
        history = self.histories.setdefault(payload["key"], [])
        later = history[payload["base"] :]
        is_free = self.holders.get(payload["key"][:2], device) == device
        if payload["base"] <= len(history) and all(by == device for by, _ in later) and is_free:
            history.append((device, payload["values"]))
            return "applied"
        number = UUID(operation.response["told"]["conflict"])
        self.kept[number] = (payload["key"], payload["values"], True)
        return "conflict"

    def take_decision(self, operation: SyncOperation, device: UUID) -> str:
        """The lead's choice counts once, and on what he saw."""
        number = UUID(operation.payload["conflict"])
        key, values, is_open = self.kept[number]
        history = self.histories.setdefault(key, [])
        is_lead = operation.person.full_name == "Trần Trưởng"
        if not is_lead or not is_open or operation.payload["base"] != len(history):
            return "rejected"
        if operation.payload["choose"] == "b":
            history.append((device, values))
        self.kept[number] = (key, values, False)
        return "applied"


def operations_of(world: World) -> list[SyncOperation]:
    """Return everything that was processed, in the order of the receipts."""
    found = SyncOperation.objects.filter(target=world.target).select_related("device", "person")
    return list(found.order_by("server_seq"))


def folded(operations: Sequence[SyncOperation]) -> VisitState:
    """Return the product's own fold of what was acknowledged."""
    return fold(
        Acknowledged(
            id=each.pk,
            device=each.device.public_id,
            seq=each.seq,
            kind=each.kind,
            payload=each.payload,
            section=each.payload.get("key", "")[:2],
            conflict=UUID(each.response["told"]["conflict"]) if each.status == "conflict" else None,
        )
        for each in operations
        if each.status != "rejected"
    )


def check_the_server(world: World) -> None:
    """Hold the server's rows against both folds; each operation has its effect and its record once."""
    operations = operations_of(world)
    naive, state = Naive(), folded(operations)
    statuses = [naive.take(each) for each in operations]
    answers = {each.item_key: each for each in Answer.objects.filter(target=world.target)}
    kept = {each.public_id: each for each in AnswerConflict.objects.filter(target=world.target)}
    holds = SectionHold.objects.filter(target=world.target, given_at=None).select_related("device")

    assert [each.status for each in operations] == statuses
    assert [each.server_seq for each in operations] == list(range(1, len(operations) + 1))
    assert {key: (len(past), reason_of(past[-1][1])) for key, past in naive.histories.items() if past} == {
        key: (each.version, reason_of(each.values)) for key, each in answers.items()
    }
    assert {
        number: (key, reason_of(values), is_open) for number, (key, values, is_open) in naive.kept.items()
    } == {
        number: (each.item_key, reason_of(each.second["values"]), each.decided_at is None)
        for number, each in kept.items()
    }
    assert naive.holders == {each.section: each.device.public_id for each in holds}
    assert state.holds == {each.section: as_hold(each) for each in holds}
    assert {
        key: (one.version, one.device, one.since, reason_of(one.values)) for key, one in state.answers.items()
    } == {
        key: (one.version, one.device.public_id, one.since, reason_of(one.values))
        for key, one in answers.items()
    }
    assert state.populations == {
        each.code: each.population for each in SampleDraw.objects.filter(target=world.target)
    }
    recorded = AuditEntry.objects.filter(target="inspections.Target", target_id=str(world.target.pk))
    assert recorded.exclude(action__startswith="security.").count() == len(operations)


def reason_of(values: Mapping[str, Any]) -> str:
    """Return the words that tell one answer from every other."""
    return str(values.get("reason", ""))


def check_the_tablets(world: World, machines: Mapping[str, Machine]) -> None:
    """Nothing that was done is nowhere: it has a receipt that the server knows, and only so it left the outbox."""
    stored = {str(each.pk): each for each in operations_of(world)}
    made = [each["id"] for machine in machines.values() for each in machine.made]
    assert sorted(made) == sorted(stored)
    for machine in machines.values():
        for operation in machine.made:
            receipt = machine.receipts[operation["id"]]["receipt"]
            assert receipt == stored[operation["id"]].response["receipt"]


def set_status(world: World, status: str) -> None:
    """Close or reopen the visit."""
    world.target.status = status
    world.target.save(update_fields=["status"])


def drain(world: World, machines: Mapping[str, Machine]) -> None:
    """Let every tablet send until nothing waits."""
    set_status(world, TargetStatus.IN_PROGRESS)
    for machine in machines.values():
        for _ in range(AT_MOST):
            if machine.outbox:
                machine.request(machine.outbox[:100])
        assert not machine.outbox, machine.outbox
