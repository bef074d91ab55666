"""What operations of several tablets come to: pure decisions, and their fold over all that was acknowledged.

The server decides each operation by the same functions on its rows; the fold over the acknowledged operations, in
the order of their receipts, has to give what stands in those rows (tests/integration/inspections proves it).

Two inspectors answer in one visit: different keys never meet. The same key from an older base keeps both values
and the lead decides. One device's edits of a key follow each other, whatever version it had seen when it began:
`since` says from which version on the answer was one device's alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

Values = Mapping[str, Any]


class CannotApply(Exception):
    """An operation that can never have its effect; `word` says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer of a key as it stands: its version counts from 1; versions from `since` on are the device's."""

    values: Values
    version: int
    device: UUID
    since: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A value kept beside the standing answer until the lead decides."""

    key: str
    values: Values
    device: UUID
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Hold:
    """A section checked out: by which device, through which hand-overs, until which number others may still answer.

    passed  ids of the holds and tokens it came through, oldest first; the last is the token it came by
    """

    id: UUID
    device: UUID
    passed: tuple[UUID, ...] = ()
    until: Mapping[UUID, int] = field(default_factory=dict)

    def lets(self, device: UUID, seq: int) -> bool:
        """Say whether an answer of a device, its seq-th operation, may stand."""
        return device == self.device or seq <= self.until.get(device, 0)

    def goes_on(self, way: "Way") -> bool:
        """Say whether its holder handed it on by a way; one that begins at an earlier hold was walked already."""
        return way.first == self.device and way.begins_at in (self.id, *self.passed[-1:])


@dataclass(frozen=True, slots=True)
class Way:
    """Proved hand-overs: the hold they begin at, who held it, what they passed, until when each answered."""

    begins_at: UUID
    first: UUID
    names: tuple[UUID, ...]
    until: Mapping[UUID, int]


def follows(standing: Standing | None, base: int, device: UUID) -> bool:
    """Say whether an answer made on `base` by a device may take the place of the one that stands."""
    if standing is None:
        return base == 0
    return base == standing.version or (
        standing.device == device and standing.since - 1 <= base < standing.version
    )


def answered(standing: Standing | None, values: Values, device: UUID) -> Standing:
    """Return the answer with new values by a device."""
    if standing is None:
        return Standing(values, 1, device, 1)
    version = standing.version + 1
    return Standing(values, version, device, standing.since if standing.device == device else version)


def decided(standing: Standing | None, kept: Kept, choose: str, base: int, device: UUID) -> Standing | None:
    """Return the answer after the lead's choice. Raises CannotApply: "decided" already, or "stale"."""
    if not kept.is_open:
        raise CannotApply("decided")
    if base != (standing.version if standing else 0):
        raise CannotApply("stale")
    if choose == "a":
        return standing
    version = base + 1
    return Standing(kept.values, version, device, version)


def taken(hold: Hold | None, by: UUID, device: UUID, way: Way | None) -> Hold:
    """Return who holds a section after a device took it by an operation. Raises CannotApply("held")."""
    if hold is not None and (hold.device == device or by in hold.passed):
        return hold
    if way is None:
        if hold is not None:
            raise CannotApply("held")
        return Hold(by, device)
    if hold is None:
        return Hold(by, device, (way.begins_at, *way.names), way.until)
    if not hold.goes_on(way):
        raise CannotApply("held")
    return Hold(by, device, (*hold.passed, hold.id, *way.names), {**hold.until, **way.until})


def given(hold: Hold | None, device: UUID) -> None:
    """Put a section back. Raises CannotApply("not_held") where the device does not hold it."""
    if hold is None or hold.device != device:
        raise CannotApply("not_held")


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """An operation with a receipt that said applied or conflict; `conflict` names what was kept, if anything was."""

    id: UUID
    device: UUID
    seq: int
    kind: str
    payload: Mapping[str, Any]
    section: str = ""
    conflict: UUID | None = None
    way: Way | None = None


@dataclass(frozen=True)
class VisitState:
    """All that operations change in one visit."""

    answers: Mapping[str, Standing] = field(default_factory=dict)
    kept: Mapping[UUID, Kept] = field(default_factory=dict)
    holds: Mapping[str, Hold] = field(default_factory=dict)
    populations: Mapping[str, int] = field(default_factory=dict)
    evidence: frozenset[UUID] = frozenset()


def fold(operations: Iterable[Acknowledged]) -> VisitState:
    """Return what acknowledged operations come to, in the order of their receipts.

    Raises CannotApply for one that should not have been acknowledged.
    """
    state = VisitState()
    for operation in operations:
        state = folded(state, operation)
    return state


def folded(state: VisitState, operation: Acknowledged) -> VisitState:
    """Return the state after one operation."""
    step = STEPS.get(operation.kind)
    return step(state, operation) if step else state


def fold_answer(state: VisitState, operation: Acknowledged) -> VisitState:
    """An answer stands, or is kept beside the one that does."""
    key, values = operation.payload["key"], operation.payload["values"]
    standing, hold = state.answers.get(key), state.holds.get(operation.section)
    may_stand = hold is None or hold.lets(operation.device, operation.seq)
    if may_stand and follows(standing, operation.payload["base"], operation.device):
        after = answered(standing, values, operation.device)
        return replace(state, answers={**state.answers, key: after})
    if operation.conflict is None:
        raise CannotApply("a value was lost")
    kept = Kept(key, values, operation.device)
    return replace(state, kept={**state.kept, operation.conflict: kept})


def fold_decision(state: VisitState, operation: Acknowledged) -> VisitState:
    """The lead decides; what was kept is open no more."""
    number = UUID(str(operation.payload["conflict"]))
    kept, payload = state.kept[number], operation.payload
    standing = decided(
        state.answers.get(kept.key), kept, payload["choose"], payload["base"], operation.device
    )
    answers = {**state.answers, kept.key: standing} if standing else state.answers
    return replace(state, answers=answers, kept={**state.kept, number: replace(kept, is_open=False)})


def fold_take(state: VisitState, operation: Acknowledged) -> VisitState:
    """A section is checked out."""
    section = operation.payload["section"]
    hold = taken(state.holds.get(section), operation.id, operation.device, operation.way)
    return replace(state, holds={**state.holds, section: hold})


def fold_give(state: VisitState, operation: Acknowledged) -> VisitState:
    """A section is put back."""
    section = operation.payload["section"]
    given(state.holds.get(section), operation.device)
    return replace(state, holds={name: hold for name, hold in state.holds.items() if name != section})


def fold_sample(state: VisitState, operation: Acknowledged) -> VisitState:
    """A sample is drawn once."""
    sample, population = operation.payload["sample"], operation.payload["population"]
    if state.populations.get(sample, population) != population:
        raise CannotApply("already_drawn")
    return replace(state, populations={**state.populations, sample: population})


def fold_evidence(state: VisitState, operation: Acknowledged) -> VisitState:
    """A photo, file or signature is announced."""
    return replace(state, evidence=state.evidence | {UUID(str(operation.payload["id"]))})


STEPS = {
    "answer.set": fold_answer,
    "conflict.decide": fold_decision,
    "section.take": fold_take,
    "section.give": fold_give,
    "sample.draw": fold_sample,
    "evidence.add": fold_evidence,
}
