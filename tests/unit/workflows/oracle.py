"""A second interpreter, naive and slow, for flows built of blocks: the oracle of the core.

It knows no tokens, gateways or joins. A flow is a term; what is left to do after a step is the
term that remains. From the same term the diagram is drawn for the core. Whoever is right about
BPMN, the two must agree on which steps are open after every event.
"""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import count
from typing import Literal


@dataclass(frozen=True)
class Step:
    """A step of a person or, by `awaits`, of a message; with `late`, a timer may come first and lead there.

    awaits  "" a person, "catch" or "receive" a message, "events" whichever of message and timer comes first
    """

    id: str = ""
    late: "Block | None" = None
    awaits: Literal["", "catch", "receive", "events"] = ""


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


@dataclass(frozen=True)
class Called:
    """The part, in a process of its own that a call activity runs."""

    part: "Block"


@dataclass(frozen=True)
class Each:
    """The part, once for each of several instances, at once or one after another.

    The part is a step of a person or a chain of them, so that it does not matter which of two
    instances standing at the same step is meant. A chain is a sub-process or, `called`, a call activity.
    """

    part: "Block"
    times: int
    sequential: bool
    called: bool


Block = Step | Chain | Together | Choice | Some | Again | Inside | Called | Each
NOTHING = Chain(())


def named(block: Block, numbers: "count[int]") -> Block:
    """The same block, every step with an id of its own."""
    match block:
        case Step():
            late = named(block.late, numbers) if block.late is not None else None
            return replace(block, id=f"u{next(numbers)}", late=late)
        case Again() | Inside() | Called() | Each():
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
        case Inside() | Called():
            return plain(block.part)
        case Each():
            parts = (plain(block.part),) * block.times
            return Chain(parts) if block.sequential else Together(parts)
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
