"""The sides of each case, and the measures they make for `python -m benchmarks`."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from functools import cache, partial

from benchmarks.child import Child
from benchmarks.measure import Measure, Rows, Side
from benchmarks.peers.cases import Case, cases
from benchmarks.peers.install import names, node_script, spiff_python
from benchmarks.peers.process import Peer
from benchmarks.stand import POSTGRESQL, Stand

PRODUCTION, UNAUDITED, UNQUEUED = "production", "without audit", "without audit and queue"
UNITS = {
    "speed": "steps/s",
    "CPU": "ms a step",
    "statements": "a step",
    "beside": "a step, of audit and jobs",
}
GROWTH = {"growth": "last fifty steps ÷ first fifty"}
COLD = {"load": "ms to read and compile", "process": "ms with the start of the process"}


class Peers:
    """The processes of one evening: each is started when it is first asked."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        store = stand.store("peers", POSTGRESQL)
        self.django = {**store.environment, "DJANGO_SETTINGS_MODULE": "benchmarks.engine_settings"}
        self.address = store.environment["MOTCUA_DATABASE_URL"]
        self.running: dict[str, Child] = {}

    def new(self, module: str) -> AbstractContextManager[Child]:
        """Return a process of one side, not yet started."""
        match module:
            case "spiff":
                return Peer([str(spiff_python()), "benchmarks/peers/spiff.py", self.address])
            case "bpmn_engine":
                return Peer(["node", str(node_script()), self.address])
        return Child(f"benchmarks.peers.{module}", self.django)

    def of(self, module: str) -> Child:
        """Return the process of a side that lives as long as the stand."""
        if module not in self.running:
            self.running[module] = self.stand.stack.enter_context(self.new(module))
        return self.running[module]


def sides_of(name: str, stand: Stand) -> Sequence[Side]:
    """Give every side of one case."""
    case = next(case for case in cases(quick=stand.quick) if case.name == name)
    peers = peers_at(stand)
    take = cold if name == "cold" else warm
    return [Side(title, partial(take, peers, module, case, **more)) for title, module, more in ways(name)]


@cache
def peers_at(stand: Stand) -> Peers:
    """Return the processes of a stand: the cases share them."""
    return Peers(stand)


def ways(name: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the sides of a case: title, process, and what it is asked beside the case."""
    if name == "cold":
        yield "this engine", "ours", {}
    else:
        yield "this engine", "ours", {"way": PRODUCTION}
        yield f"this engine, {UNAUDITED}", "ours", {"way": UNAUDITED}
        if name == "services":
            yield f"this engine, {UNQUEUED}", "ours", {"way": UNQUEUED}
    for module, title in names().items():
        yield title, module, {}


def warm(peers: Peers, module: str, case: Case, **more: str) -> Rows:
    """Take a case in the side's own process."""
    amount = case.amount if case.name == "timers" else peers.stand.amount(case.amount)
    return {"": peers.of(module).ask("take", **asked(case, amount), **more)}


def cold(peers: Peers, module: str, case: Case, **more: str) -> Rows:
    """Take a case in a process started for it."""
    began = time.perf_counter()
    with peers.new(module) as process:
        found = process.ask("take", **asked(case, case.amount), **more)
        return {"": {**found, "process": (time.perf_counter() - began) * 1000}}


def asked(case: Case, amount: int) -> dict[str, object]:
    """Return what a side is asked."""
    return {
        "case": case.name,
        "files": list(case.files),
        "amount": amount,
        "steps_a_run": case.steps_a_run,
    }


def measure_of(case: Case) -> Measure:
    """Return the measure of one case."""
    units = COLD if case.name == "cold" else {**UNITS, **GROWTH} if case.name == "loop" else UNITS
    sides: Callable[[Stand], Sequence[Side]] = partial(sides_of, case.name)
    return Measure(
        name=f"peers-{case.name}",
        title=f"Peers: {case.title} (PostgreSQL)",
        units=units,
        sides=sides,
        limits=case.limits,
    )


def peers(*, quick: bool) -> tuple[Measure, ...]:
    """Return the measure of each case, in the size in which it is taken."""
    return tuple(map(measure_of, cases(quick=quick)))
