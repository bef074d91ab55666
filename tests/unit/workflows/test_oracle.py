"""The core and a naive interpreter agree, on flows and schedules that Hypothesis makes up."""

import os
from collections import Counter
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.workflows import oracle
from tests.unit.workflows.diagrams import Play, process
from tests.unit.workflows.oracle import Again, Block, Chain, Choice, Inside, Some, Step, Together
from workflows.checks import check
from workflows.events import Completed, TimerFired

KINDS = ("step", "chain", "together", "choice", "some", "again", "inside", "timed")


@st.composite
def blocks(draw: st.DrawFn, depth: int = 3) -> Block:
    """A block at most so deep; a step follows every join, so that a join that fires wrongly shows."""
    kind = draw(st.sampled_from(KINDS)) if depth else "step"
    inner = blocks(depth - 1)
    if kind in ("chain", "together", "choice", "some"):
        parts = tuple(draw(st.lists(inner, min_size=2, max_size=3)))
        return joined(draw, kind, parts)
    match kind:
        case "again":
            return Again(draw(inner), draw(st.integers(1, 3)))
        case "inside":
            return Inside(draw(inner))
        case "timed":
            return Step(late=draw(inner))
    return Step()


def joined(draw: st.DrawFn, kind: str, parts: tuple[Block, ...]) -> Block:
    """Several parts as one block."""
    if kind == "choice":
        return Choice(parts, draw(st.integers(0, len(parts) - 1)))
    if kind == "some":
        taken = draw(st.sets(st.integers(0, len(parts) - 1), min_size=1))
        return Chain((Some(parts, frozenset(taken)), Step()))
    return Chain((Together(parts), Step())) if kind == "together" else Chain(parts)


EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "200"))
"""5,000 in a nightly run."""

BLOCKS = blocks().map(lambda block: oracle.named(block, count(1)))


def waiting_steps(play: Play) -> Counter[str]:
    return Counter(token.node for token in play.state.tokens if token.waits == "person")


def drawn(block: Block) -> tuple[Play, set[str]]:
    drawing = oracle.Drawing()
    flow = process(*drawing.whole(block))
    return Play(flow), drawing.timed


class TestTheCoreAndTheOracle:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(BLOCKS, st.data())
    def test_agree_on_what_is_open_after_every_event(self, block, data):
        play, timed = drawn(block)
        left = oracle.plain(block)

        while not oracle.is_over(left):
            assert waiting_steps(play) == oracle.open_steps(left)
            step_id = data.draw(st.sampled_from(sorted(oracle.open_steps(left))))
            late = step_id in timed and data.draw(st.booleans())
            left = oracle.after(left, step_id, late=late)
            play.take(TimerFired(play.wait_at(f"t_{step_id}")) if late else Completed(play.at(step_id)))

        assert play.state.ended == "completed"
        assert (play.state.tokens, play.state.waits) == ((), ())

    @settings(max_examples=60, deadline=None)
    @given(BLOCKS)
    def test_agree_that_a_sound_flow_has_no_error(self, block):
        drawing = oracle.Drawing()

        findings = check(process(*drawing.whole(block)))

        assert [finding for finding in findings if finding.severity == "error"] == []
