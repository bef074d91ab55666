"""The core and a naive interpreter agree, on flows and schedules that Hypothesis makes up."""

import os
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.workflows import oracle
from tests.unit.workflows.diagrams import Play
from tests.unit.workflows.oracle import Block, Step
from tests.unit.workflows.oracle_blocks import named_blocks
from tests.unit.workflows.oracle_drawing import KEY, Drawing, event_of, message_of, timer_of
from workflows.checks import check
from workflows.events import Cancelled, Completed, Event, MessageArrived, TimerFired

EXAMPLES = int(os.environ.get("ORACLE_EXAMPLES", "200"))
"""5,000 in a nightly run: `make nightly`."""

BLOCKS = named_blocks(depth=3)


def waiting_steps(play: Play) -> Counter[str]:
    return Counter(token.node for token in play.state.tokens if token.waits in ("person", "event"))


def drawn(block: Block) -> tuple[Play, dict[str, Step]]:
    """A run of a block's flow, and its steps by id."""
    drawing = Drawing()
    flow = drawing.flow(block)
    return Play(flow), drawing.steps


def event_for(play: Play, step: Step, *, late: bool) -> Event:
    """What ends a step: its timer, its message, or a person."""
    if late:
        return TimerFired(play.wait_at(timer_of(step.id)))
    if step.awaits:
        wait = play.wait_at(event_of(step))
        return MessageArrived(message_of(step.id), KEY, {}, wait)
    standing = (token.id for token in play.state.tokens if (token.node, token.waits) == (step.id, "person"))
    return Completed(next(standing))


class TestTheCoreAndTheOracle:
    @settings(max_examples=EXAMPLES, deadline=None)
    @given(BLOCKS, st.data())
    def test_agree_on_what_is_open_after_every_event(self, block, data):
        play, steps = drawn(block)
        left = oracle.plain(block)

        while not oracle.is_over(left):
            assert waiting_steps(play) == oracle.open_steps(left)
            if data.draw(st.integers(0, 29)) == 29:
                play.take(Cancelled("withdrawn"))
                break
            step = steps[data.draw(st.sampled_from(sorted(oracle.open_steps(left))))]
            late = step.late is not None and data.draw(st.booleans())
            left = oracle.after(left, step.id, late=late)
            play.take(event_for(play, step, late=late))

        assert play.state.ended == ("completed" if oracle.is_over(left) else "cancelled")
        assert (play.state.tokens, play.state.waits) == ((), ())

    @settings(max_examples=60, deadline=None)
    @given(BLOCKS)
    def test_agree_that_a_sound_flow_has_no_error(self, block):
        findings = check(Drawing().flow(block))

        assert [finding for finding in findings if finding.severity == "error"] == []
