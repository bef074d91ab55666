"""Turns at SQLite's write lock leave other processes a gap they cannot miss."""

from inspections.services.sync.turns import LONGEST_SLEEP, WITHOUT_A_GAP, Turns


class Clock:
    """Time that passes when somebody works or sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        """Sleep."""
        self.slept.append(seconds)
        self.now += seconds


def work(turns: Turns, clock: Clock, *, seconds: float, rest: float, until: float) -> None:
    """Take turn after turn, each so long, with so much time between."""
    while clock.now < until:
        with turns.next():
            clock.now += seconds
        clock.now += rest


class TestTurns:
    def test_that_follow_each_other_at_once_leave_a_gap_as_long_as_a_waiting_process_sleeps(self):
        clock = Clock()

        work(Turns(clock, clock.sleep), clock, seconds=0.005, rest=0.001, until=120.0)

        assert set(clock.slept) == {LONGEST_SLEEP}
        assert len(clock.slept) == int(20 / (WITHOUT_A_GAP + LONGEST_SLEEP))

    def test_that_leave_gaps_by_themselves_are_not_held_up(self):
        clock = Clock()

        work(Turns(clock, clock.sleep), clock, seconds=0.3, rest=0.2, until=120.0)

        assert clock.slept == []
