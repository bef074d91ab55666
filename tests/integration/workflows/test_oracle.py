"""Runtime, core and naive interpreter agree, on flows and schedules that Hypothesis makes up.

The runtime is the real services on the database: steps are claimed and completed, timers fired,
messages sent (some before anybody waits for them), runs withdrawn. The core is fed the same events
in memory; its state must be the stored one, byte for byte. What is open must be what the naive
interpreter says. With two workers the order is not known: there the stored history must replay to
the stored state, and the naive interpreter takes whatever was not refused.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.workflows.case import FakeCase
from tests.integration.workflows.conftest import AT
from tests.integration.workflows.test_concurrency import at_once
from tests.unit.workflows import oracle
from tests.unit.workflows.oracle import Block
from tests.unit.workflows.oracle_blocks import named_blocks
from tests.unit.workflows.oracle_drawing import KEY, Drawing, message_of, timer_of
from workflows import services
from workflows.core import advance
from workflows.errors import WorkflowError
from workflows.history import event_of, replay
from workflows.models import FlowMessage, FlowSubscription, FlowTimer, Run, WorkItem
from workflows.selectors import events_of

EXAMPLES = int(os.environ.get("ORACLE_RUNTIME_EXAMPLES", "30"))
PAIRS = int(os.environ.get("ORACLE_PAIRS_EXAMPLES", "10"))
"""500 and 100 in a nightly run: `make nightly`."""

NUMBERS = count(1)
ACTIONS = (*["step"] * 8, *["early"] * 5, "cancel")
DRAWN = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}


class World:
    """One run of a block's flow in the database, and what the naive interpreter says is left of it."""

    def __init__(self, block: Block, person, publish: Callable[..., str]) -> None:
        drawing = Drawing()
        self.flow, self.steps = drawing.flow(block), drawing.steps
        self.left, self.person, self.early = oracle.plain(block), person, set()
        self.name = f"oracle{next(NUMBERS)}"
        version = publish(self.name, self.flow)
        self.run = services.start(
            flow_key=self.name, version_hash=version, subject="tests.Case:1", actor_id=None, at=AT
        )

    @property
    def open_now(self) -> Counter[str]:
        """The steps at which the stored run waits."""
        people = self.run.work_items.filter(completed_at=None).values_list("node_id", flat=True)
        waits = FlowSubscription.objects.filter(run=self.run, closed_at=None).values_list(
            "node_id", flat=True
        )
        return Counter(people) + Counter(node_id.removeprefix("m_") for node_id in waits)

    def item(self, step_id: str, number: int = 0) -> WorkItem:
        """Return one of the open instances of a step, the oldest first."""
        return self.run.work_items.filter(node_id=step_id, completed_at=None).order_by("pk")[number]

    def complete(self, item: WorkItem) -> None:
        """A person takes and completes a step."""
        item = services.claim(
            work_item_id=item.pk, person_id=self.person.pk, expected_version=item.version, at=AT
        )
        services.complete(
            work_item_id=item.pk, person_id=self.person.pk, outcome="", expected_version=item.version, at=AT
        )

    def send(self, step_id: str) -> None:
        """The message of a step is sent."""
        services.deliver_message(name=message_of(step_id), key=KEY, variables={}, at=AT)

    def time_out(self, step_id: str) -> bool:
        """The timer of a step comes first."""
        timer = FlowTimer.objects.get(run=self.run, node_id=timer_of(step_id), closed_at=None)
        return bool(services.fire_timer(timer.pk, timer.due_at))

    def end_step(self, step_id: str, *, late: bool) -> None:
        """What a schedule does to an open step."""
        if late:
            self.time_out(step_id)
        elif self.steps[step_id].awaits:
            self.send(step_id)
        else:
            self.complete(self.item(step_id))

    def passed(self, step_id: str, *, late: bool = False) -> None:
        """Tell the naive interpreter; messages that were sent too early are taken as soon as somebody waits."""
        self.left = oracle.after(self.left, step_id, late=late)
        while waiting := self.early & oracle.open_steps(self.left).keys():
            taken = min(waiting)
            self.early.remove(taken)
            self.left = oracle.after(self.left, taken)

    def refresh(self) -> Run:
        self.run.refresh_from_db()
        return self.run


@pytest.fixture
def new_world(agency, an, monkeypatch):
    """Return a function that starts a world."""
    FakeCase.begin(agency.pk)
    published = {}
    monkeypatch.setattr(
        "tests.integration.workflows.flows.flow_definition", lambda key, version: published[key, version]
    )

    def publish(key, flow):
        version = hashlib.sha256(key.encode()).hexdigest()
        published[key, version] = flow
        return version

    def new_world(block):
        FlowMessage.objects.all().delete()
        FlowSubscription.objects.filter(closed_at=None).update(closed_at=AT)
        return World(block, an, publish)

    return new_world


def replayed_by_hand(world: World) -> dict:
    """The state to which the core alone comes by the stored events, without anything else stored."""
    state = None
    for row in events_of(world.run):
        state = advance(world.flow, state, event_of(row), at=row.at, facts={}).state
    return state.to_json()


@pytest.mark.django_db
class TestRuntimeCoreAndOracle:
    @settings(max_examples=EXAMPLES, **DRAWN)
    @given(block=named_blocks(depth=2), data=st.data())
    def test_agree_on_what_is_open_after_every_event(self, new_world, block, data):
        world = new_world(block)

        while not oracle.is_over(world.left):
            assert world.open_now == oracle.open_steps(world.left)
            what = data.draw(st.sampled_from(ACTIONS))
            if what == "cancel":
                services.cancel_run(run_id=world.run.pk, reason="rút", actor_id=world.person.pk, at=AT)
                break
            closed = sorted(
                step.id for step in world.steps.values()
                if step.awaits and step.id not in oracle.open_steps(world.left) and step.id not in world.early
            )  # fmt: skip
            if what == "early" and closed:
                early = data.draw(st.sampled_from(closed))
                world.early.add(early)
                world.send(early)
                continue
            step_id = data.draw(st.sampled_from(sorted(oracle.open_steps(world.left))))
            late = world.steps[step_id].late is not None and data.draw(st.booleans())
            world.end_step(step_id, late=late)
            world.passed(step_id, late=late)

        run = world.refresh()
        assert run.end_kind == ("completed" if oracle.is_over(world.left) else "cancelled")
        assert world.open_now == Counter()
        assert not FlowTimer.objects.filter(run=run, closed_at=None).exists()
        assert replayed_by_hand(world) == run.state


@st.composite
def pairs(draw, world: World) -> list[tuple[str, bool, int]]:
    """Two things that may happen at one moment: (step, whether its timer, which of its instances)."""
    open_now = oracle.open_steps(world.left)
    able = [(step_id, False, number) for step_id, times in open_now.items() for number in range(times)]
    able += [(step_id, True, 0) for step_id in open_now if world.steps[step_id].late is not None]
    return draw(st.lists(st.sampled_from(sorted(able)), min_size=1, max_size=2, unique=True))


def call_of(world: World, happening: tuple[str, bool, int]) -> Callable[[], object]:
    """What one worker does."""
    step_id, late, number = happening
    if late:
        return lambda: world.time_out(step_id)
    if world.steps[step_id].awaits:
        return lambda: world.send(step_id)
    item = world.item(step_id, number)  # the one that is open now, whatever the other worker does to it
    return lambda: world.complete(item)


def took_place(world: World, happening: tuple[str, bool, int], answer: object) -> bool:
    """Whether what a worker did counted; a message that came too late is kept for the next time."""
    step_id, late, _ = happening
    if isinstance(answer, Exception):
        assert isinstance(answer, WorkflowError), answer
        return False
    if late or not world.steps[step_id].awaits:
        return answer is not False
    taken = not FlowMessage.objects.filter(name=message_of(step_id), taken_at=None).exists()
    if not taken:
        world.early.add(step_id)
    return taken


@pytest.mark.django_db(transaction=True)
class TestTwoWorkers:
    @settings(max_examples=PAIRS, **DRAWN)
    @given(block=named_blocks(depth=2), data=st.data())
    def test_leave_what_the_oracle_says_whoever_is_first(self, new_world, block, data):
        world = new_world(block)

        while not oracle.is_over(world.left):
            assert world.open_now == oracle.open_steps(world.left)
            happenings = data.draw(pairs(world))
            answers = at_once(*(call_of(world, happening) for happening in happenings))
            services.bring_messages(AT)
            done = [
                happening
                for happening, answer in zip(happenings, answers, strict=True)
                if took_place(world, happening, answer)
            ]
            assert done, answers
            for step_id, late, _ in done:
                world.passed(step_id, late=late)

        run = world.refresh()
        assert (run.end_kind, world.open_now) == ("completed", Counter())
        assert replay(run.flow_class.definition, events_of(run)).to_json() == run.state
