"""What is compared: a flow, how many runs of it a round takes, how many steps a run has."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.peers import diagrams

VERSIONS = 8
TIMERS = 10_000


@dataclass(frozen=True)
class Case:
    """One case.

    amount       runs a round (timers: that are due)
    steps_a_run  a run of another number of steps is an error
    """

    name: str
    title: str
    files: tuple[str, ...]
    amount: int
    steps_a_run: int
    limits: Mapping[str, float] = field(default_factory=dict)


def cases(*, quick: bool) -> tuple[Case, ...]:
    """Return the cases; quick ones have a loop of 120 and a hundredth of the timers."""
    loop = 120 if quick else 300
    return (
        Case("people", "Five human steps", (diagrams.people(),), 40, 5, {"statements": 5}),
        Case("services", "Five service tasks", (diagrams.services(),), 40, 5),
        Case("fork", "Three human steps at once, and their join", (diagrams.fork(),), 60, 3),
        Case("instances", "Fifty instances of a human step", (diagrams.instances(50),), 4, 50),
        Case("loop", f"A loop of {loop} human steps", (diagrams.loop(loop),), 1, loop, {"growth": 1.2}),
        Case(
            "timers",
            f"{100 if quick else TIMERS} timers that are due",
            (diagrams.timer(),),
            100 if quick else TIMERS,
            1,
        ),
        Case(
            "cold",
            f"{VERSIONS} versions of 200 nodes read in a new process",
            tuple(map(diagrams.version, range(VERSIONS))),
            1,
            1,
        ),
    )
