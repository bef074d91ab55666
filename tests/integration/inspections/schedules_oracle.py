"""What acknowledged operations must come to, told in a way of its own, and the server held against it.

`Naive` knows whole histories where the product keeps versions, and the walk of each section over its tablets. A
token is genuine to it when one of the day's tablets gave exactly this one: it reads no signature.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage

from audit.models import AuditEntry
from inspections.folding import Acknowledged, VisitState, Way, fold
from inspections.models import Answer, AnswerConflict, Evidence, SampleDraw, SectionHold, SyncOperation
from inspections.protocol import Link, read_chain
from inspections.services.sync.sections import as_hold, as_way
from tests.integration.inspections.schedules import Machine
from tests.integration.inspections.visit_world import JPEG, World


@dataclass
class Walk:
    """Where a section is.

    ends   names a next token may go on from: the taking of who holds it, and the token it came by
    names  every taking and token before
    until  device → the last of its operations that still counts as made by the holder
    """

    device: UUID
    ends: set[str]
    names: set[str] = field(default_factory=set)
    until: dict[UUID, int] = field(default_factory=dict)


@dataclass
class Naive:
    """What acknowledged operations come to, told from their whole history.

    histories  key → every version there was: (device, values)
    genuine    every token that was given, as written
    """

    genuine: frozenset[str]

    histories: dict[str, list[tuple[UUID, Any]]] = field(default_factory=dict)
    kept: dict[UUID, tuple[str, Any, bool]] = field(default_factory=dict)
    walks: dict[str, Walk] = field(default_factory=dict)
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
        if operation.kind == "section.take":
            return self.take_section(operation, device)
        if operation.kind == "evidence.add":
            return "applied"
        walk = self.walks.get(payload["section"])
        if walk is None or walk.device != device:
            return "rejected"
        del self.walks[payload["section"]]
        return "applied"

    def take_section(self, operation: SyncOperation, device: UUID) -> str:
        """A section goes to who takes it first, or along tokens that begin where it is."""
        section, signed = operation.payload["section"], operation.payload.get("tokens", [])
        if not all(written(each) in self.genuine for each in signed):
            return "rejected"
        walk, name = self.walks.get(section), str(operation.pk)
        if walk and (walk.device == device or name in walk.names):
            return "applied"
        tokens = [each["token"] for each in signed]
        leads_on = (
            tokens and walk and tokens[0]["hold"] in walk.ends and UUID(tokens[0]["from"]) == walk.device
        )
        if walk and not leads_on:
            return "rejected"
        self.walks[section] = walked(walk, tokens, name, device)
        return "applied"

    def take_answer(self, operation: SyncOperation, device: UUID) -> str:
        """An answer stands where every version after its base is the same device's, and no other holds the section."""
        payload = operation.payload
        history = self.histories.setdefault(payload["key"], [])
        later = history[payload["base"] :]
        walk = self.walks.get(payload["key"][:2])
        is_free = walk is None or walk.device == device or operation.seq <= walk.until.get(device, 0)
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


def walked(walk: Walk | None, tokens: Sequence[Mapping[str, Any]], name: str, device: UUID) -> Walk:
    """Return the walk after a taking of this name, by tokens or by none."""
    before = walk.names | walk.ends if walk else {each["hold"] for each in tokens[:1]}
    until = {UUID(each["from"]): each["seq"] for each in tokens}
    return Walk(
        device,
        ends={name} | {each["token"] for each in tokens[-1:]},
        names=before | {each["token"] for each in tokens},
        until={**(walk.until if walk else {}), **until},
    )


def written(signed: Mapping[str, Any]) -> str:
    """Return a signed token as text, to be compared."""
    return json.dumps(signed, sort_keys=True)


def operations_of(world: World) -> list[SyncOperation]:
    """Return everything that was processed, in the order of the receipts."""
    found = SyncOperation.objects.filter(target=world.target).select_related("device", "person")
    return list(found.order_by("server_seq"))


def way_of(operation: SyncOperation, keys: Mapping[UUID, Mapping[str, str]]) -> Way | None:
    """Return the way an acknowledged taking proved."""
    tokens = operation.payload.get("tokens")
    if operation.kind != "section.take" or not tokens:
        return None
    links = [Link(each["token"], each["signature"]) for each in tokens]
    visit, device = operation.target.public_id, operation.device.public_id
    return as_way(read_chain(links, keys, visit=visit, section=operation.payload["section"], to=device))


def folded(operations: Sequence[SyncOperation], machines: Mapping[str, Machine]) -> VisitState:
    """Return the product's own fold of what was acknowledged."""
    keys = {machine.tablet.id: machine.key.public for machine in machines.values()}
    return fold(
        Acknowledged(
            id=each.pk,
            device=each.device.public_id,
            seq=each.seq,
            kind=each.kind,
            payload=each.payload,
            section=each.payload.get("key", "")[:2],
            conflict=UUID(each.response["told"]["conflict"]) if each.status == "conflict" else None,
            way=way_of(each, keys),
        )
        for each in operations
        if each.status != "rejected"
    )


def check_the_server(world: World, machines: Mapping[str, Machine]) -> None:
    """Hold the server's rows against both folds; each operation has its effect and its record once."""
    operations = operations_of(world)
    given = frozenset(written(token) for machine in machines.values() for token in machine.signed)
    naive, state = Naive(given), folded(operations, machines)
    statuses = [naive.take(each) for each in operations]
    answers = {each.item_key: each for each in Answer.objects.filter(target=world.target)}
    kept = {each.public_id: each for each in AnswerConflict.objects.filter(target=world.target)}
    holds = SectionHold.objects.filter(target=world.target, given_at=None).select_related("device")

    assert [each.status for each in operations] == statuses
    photos = list(Evidence.objects.filter(target=world.target))
    whole = [each for each in photos if each.completed_at]
    numbers = [each.server_seq for each in operations] + [each.seq for each in whole]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert state.evidence == {each.pk for each in photos}
    assert {key: (len(past), reason_of(past[-1][1])) for key, past in naive.histories.items() if past} == {
        key: (each.version, reason_of(each.values)) for key, each in answers.items()
    }
    assert {
        number: (key, reason_of(values), is_open) for number, (key, values, is_open) in naive.kept.items()
    } == {
        number: (each.item_key, reason_of(each.second["values"]), each.decided_at is None)
        for number, each in kept.items()
    }
    held = {each.section: as_hold(each) for each in holds}
    assert {section: (walk.device, walk.until) for section, walk in naive.walks.items()} == {
        section: (hold.device, hold.until) for section, hold in held.items()
    }
    assert state.holds == held
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
    done = recorded.exclude(action__startswith="security.").exclude(
        action__startswith="inspections.evidence_"
    )
    assert done.count() == len(operations)
    assert recorded.filter(action="inspections.evidence_complete").count() == len(whole)
    assert all(default_storage.open(each.storage_name).read() == JPEG for each in whole)


def reason_of(values: Mapping[str, Any]) -> str:
    """Return the words that tell one answer from every other."""
    return str(values.get("reason", ""))


def check_the_tablets(world: World, machines: Mapping[str, Machine]) -> None:
    """Nothing that was done is nowhere: it has a receipt that the server knows, and only so it left the outbox.

    What a tablet does not know of since it was restored may be at the server, or is lost with its memory.
    """
    stored = {str(each.pk): each for each in operations_of(world)}
    made = [each["id"] for machine in machines.values() for each in machine.made]
    gone = {each for machine in machines.values() for each in machine.gone}
    assert sorted(made) == sorted(set(stored) - gone)
    photos = {str(each.pk): each for each in Evidence.objects.filter(target=world.target)}
    for machine in machines.values():
        for number, receipt in machine.arrived.items():
            assert (photos[number].seq, photos[number].sha256) == (receipt["seq"], receipt["digest"])
        for operation in machine.made:
            receipt = machine.receipts[operation["id"]]["receipt"]
            assert receipt == stored[operation["id"]].response["receipt"]
