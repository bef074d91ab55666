"""A second interpreter, naive and slow, for flows built of blocks: the oracle of the core.

It knows no tokens, gateways or joins. A flow is a term; what is left to do after a step is the
term that remains. From the same term the diagram is drawn for the core. Whoever is right about
BPMN, the two must agree on which steps are open after every event.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from tests.unit.workflows.diagrams import body, timer


@dataclass(frozen=True)
class Step:
    """A step of a person; with `late`, a timer may interrupt it and lead there instead."""

    id: str = ""
    late: "Block | None" = None


@dataclass(frozen=True)
class Chain:
    parts: tuple["Block", ...]


@dataclass(frozen=True)
class Together:
    """All parts at once."""

    parts: tuple["Block", ...]


@dataclass(frozen=True)
class Choice:
    """One of the parts; `taken` says which."""

    parts: tuple["Block", ...]
    taken: int


@dataclass(frozen=True)
class Some:
    """Some of the parts at once; `taken` says which."""

    parts: tuple["Block", ...]
    taken: frozenset[int]


@dataclass(frozen=True)
class Again:
    """The part, several times."""

    part: "Block"
    times: int


@dataclass(frozen=True)
class Inside:
    """The part, in a sub-process."""

    part: "Block"


Block = Step | Chain | Together | Choice | Some | Again | Inside
NOTHING = Chain(())


def named(block: Block, numbers: "count[int]") -> Block:
    """The same block, every step with an id of its own."""
    match block:
        case Step():
            late = named(block.late, numbers) if block.late is not None else None
            return Step(f"u{next(numbers)}", late)
        case Again() | Inside():
            return replace(block, part=named(block.part, numbers))
        case _:
            return replace(block, parts=tuple(named(part, numbers) for part in block.parts))


def plain(block: Block) -> Block:
    """A block in three words alone: steps, chains, together."""
    match block:
        case Choice():
            return plain(block.parts[block.taken])
        case Some():
            return Together(
                tuple(plain(part) for index, part in enumerate(block.parts) if index in block.taken)
            )
        case Again():
            return Chain((plain(block.part),) * block.times)
        case Inside():
            return plain(block.part)
        case Step():
            return replace(block, late=plain(block.late) if block.late is not None else None)
        case _:
            return replace(block, parts=tuple(plain(part) for part in block.parts))


def is_over(block: Block) -> bool:
    """Whether nothing is left to do."""
    return not isinstance(block, Step) and all(is_over(part) for part in block.parts)  # type: ignore[union-attr]


def open_steps(block: Block) -> Counter[str]:
    """The steps that can be done now."""
    match block:
        case Step():
            return Counter([block.id])
        case Chain():
            left = [part for part in block.parts if not is_over(part)]
            return open_steps(left[0]) if left else Counter()
        case Together():
            return sum((open_steps(part) for part in block.parts), Counter())
    raise TypeError(block)


def after(block: Block, step_id: str, *, late: bool = False) -> Block:
    """What is left once a step was done, or its timer came first."""
    match block:
        case Step():
            return (block.late or NOTHING) if late else NOTHING
        case Chain():
            left = [part for part in block.parts if not is_over(part)]
            return Chain((after(left[0], step_id, late=late), *left[1:]))
        case Together():
            parts = list(block.parts)
            index = next(index for index, part in enumerate(parts) if step_id in open_steps(part))
            parts[index] = after(parts[index], step_id, late=late)
            return Together(tuple(parts))
    raise TypeError(block)


class Drawing:
    """Draws a block as the lines of a diagram."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.numbers = count(1)
        self.timed: set[str] = set()

    def whole(self, block: Block) -> list[str]:
        """A container's lines: start, block, end."""
        number = next(self.numbers)
        first, last = self.draw(block)
        self.lines += [f"start s{number}", f"end e{number}", f"s{number} -> {first}", f"{last} -> e{number}"]
        return self.lines

    def draw(self, block: Block) -> tuple[str, str]:
        """Draw a block; return its first and last node."""
        match block:
            case Step():
                return self.step(block)
            case Chain():
                return self.chain([self.draw(part) for part in block.parts])
            case Together():
                return self.split(
                    "parallel", [self.draw(part) for part in block.parts], [""] * len(block.parts)
                )
            case Choice():
                conditions = [f"[{str(index == block.taken).lower()}] " for index in range(len(block.parts))]
                return self.split("exclusive", [self.draw(part) for part in block.parts], conditions)
            case Some():
                conditions = [f"[{str(index in block.taken).lower()}] " for index in range(len(block.parts))]
                return self.split("inclusive", [self.draw(part) for part in block.parts], conditions)
            case Again():
                return self.again(block)
            case Inside():
                return self.inside(block)

    def node(self, kind: str) -> str:
        name = f"n{next(self.numbers)}"
        self.lines.append(f"{kind} {name}")
        return name

    def step(self, block: Step) -> tuple[str, str]:
        self.lines.append(f"user {block.id}")
        if block.late is None:
            return block.id, block.id
        self.timed.add(block.id)
        first, last = self.draw(block.late)
        merge = self.node("exclusive")
        edge = f"t_{block.id}"
        self.lines.append(f'boundary {edge} attachedToRef="{block.id}" | {timer("PT1H")}')
        self.lines += [f"{edge} -> {first}", f"{last} -> {merge}", f"{block.id} -> {merge}"]
        return block.id, merge

    def chain(self, ends: Sequence[tuple[str, str]]) -> tuple[str, str]:
        if not ends:
            empty = self.node("task")
            return empty, empty
        self.lines += [f"{left[1]} -> {right[0]}" for left, right in zip(ends, ends[1:], strict=False)]
        return ends[0][0], ends[-1][1]

    def split(self, kind: str, ends: Sequence[tuple[str, str]], conditions: Sequence[str]) -> tuple[str, str]:
        fork, join = self.node(kind), self.node(kind)
        for (first, last), condition in zip(ends, conditions, strict=True):
            self.lines += [f"{fork} -> {condition}{first}", f"{last} -> {join}"]
        return fork, join

    def again(self, block: Again) -> tuple[str, str]:
        name = f"k{next(self.numbers)}"
        self.lines += [
            f"script {name}_0 | <script>{{{name}: 0}}</script>",
            f"exclusive {name}_m",
            f"exclusive {name}_x",
        ]
        self.lines.append(f"script {name}_1 | <script>{{{name}: {name} + 1}}</script>")
        first, last = self.draw(block.part)
        out = self.node("task")
        self.lines += [f"{name}_0 -> {name}_m -> {first}", f"{last} -> {name}_1 -> {name}_x"]
        self.lines += [f"{name}_x -> [{name} = {block.times}] {out}", f"{name}_x -> [*] {name}_m"]
        return f"{name}_0", out

    def inside(self, block: Inside) -> tuple[str, str]:
        inner = Drawing()
        inner.numbers = self.numbers
        lines = inner.whole(block.part)
        name = f"p{next(self.numbers)}"
        self.timed |= inner.timed
        self.lines.append(f'<subProcess id="{name}">{body(*lines)}</subProcess>')
        return name, name
