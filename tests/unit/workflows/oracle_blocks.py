"""What Hypothesis draws for the oracle: blocks of steps, messages, timers, calls and instances."""

from itertools import count

from hypothesis import strategies as st

from tests.unit.workflows import oracle
from tests.unit.workflows.oracle import (
    Again,
    Block,
    Called,
    Chain,
    Choice,
    Each,
    Inside,
    Some,
    Step,
    Together,
)

KINDS = (
    "step",
    "chain",
    "together",
    "choice",
    "some",
    "again",
    "inside",
    "timed",
    "message",
    "race",
    "called",
    "each",
)


@st.composite
def blocks(draw: st.DrawFn, depth: int) -> Block:
    """A block at most so deep; a step follows every join, so that a join that fires wrongly shows."""
    kind = draw(st.sampled_from(KINDS)) if depth else draw(st.sampled_from(("step", "message")))
    inner = blocks(depth - 1)
    if kind in ("chain", "together", "choice", "some"):
        return joined(draw, kind, tuple(draw(st.lists(inner, min_size=2, max_size=3))))
    match kind:
        case "again":
            return Again(draw(inner), draw(st.integers(1, 3)))
        case "inside":
            return Inside(draw(inner))
        case "called":
            return Called(draw(inner))
        case "timed":
            return Step(late=draw(inner))
        case "race":
            return Step(late=draw(inner), awaits="events")
        case "message":
            return Step(awaits=draw(st.sampled_from(("catch", "receive"))))
        case "each":
            return draw(instances())
    return Step()


@st.composite
def instances(draw: st.DrawFn) -> Block:
    """A multi-instance activity, with a step behind its end."""
    part = draw(st.sampled_from((Step(), Chain((Step(), Step())))))
    each = Each(part, draw(st.integers(1, 3)), draw(st.booleans()), draw(st.booleans()))
    return Chain((each, Step()))


def joined(draw: st.DrawFn, kind: str, parts: tuple[Block, ...]) -> Block:
    """Several parts as one block."""
    if kind == "choice":
        return Choice(parts, draw(st.integers(0, len(parts) - 1)))
    if kind == "some":
        taken = draw(st.sets(st.integers(0, len(parts) - 1), min_size=1))
        return Chain((Some(parts, frozenset(taken)), Step()))
    return Chain((Together(parts), Step())) if kind == "together" else Chain(parts)


def named_blocks(depth: int) -> st.SearchStrategy[Block]:
    """Blocks whose steps have ids."""
    return blocks(depth).map(lambda block: oracle.named(block, count(1)))
