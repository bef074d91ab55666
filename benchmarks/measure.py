"""What a measure is, and how measures are taken: a round at a time, the sides in turn.

A measure compares sides (databases, sizes, ways). Each round runs every side of every measure
once, so that a slow minute hurts all alike; of the rounds the median is told, with the least and
the most. A side that fails in one round is told and missing there; the others go on.
"""

import statistics
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.stand import Stand

Quantities = Mapping[str, float]
Rows = Mapping[str, Quantities]


@dataclass(frozen=True)
class Side:
    """One of the things compared.

    name  as it stands in the table
    run   takes the measure once; returns quantities by row: {"": …} is the side itself, any other a part of it
    """

    name: str
    run: Callable[[], Rows]


@dataclass(frozen=True)
class Measure:
    """One measure.

    name    by which it is asked for
    title   what it says over the table
    units   quantity → unit, in the order of the table
    sides   makes the sides at a stand
    limits  quantity → the most that is wanted
    """

    name: str
    title: str
    units: Mapping[str, str]
    sides: Callable[[Stand], Sequence[Side]]
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass
class Row:
    """One line of a table: what each round gave of each quantity."""

    measure: str
    name: str
    values: dict[str, list[float]]

    def median(self, quantity: str) -> float:
        """Return the middle of the rounds."""
        return statistics.median(self.values[quantity])

    def add(self, quantities: Quantities) -> None:
        """Take in one round."""
        for quantity, value in quantities.items():
            self.values.setdefault(quantity, []).append(round(value, 4))


class Results:
    """Rows as they come, and how many sides failed."""

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], Row] = {}
        self.failures = 0

    def add(self, measure: Measure, side: Side, rows: Rows) -> None:
        """Take in what a side gave."""
        for part, quantities in rows.items():
            name = f"{side.name} · {part}" if part else side.name
            self.rows.setdefault((measure.name, name), Row(measure.name, name, {})).add(quantities)


def take(measures: Iterable[Measure], stand: Stand, rounds: int, kept: Callable[[Results], None]) -> Results:
    """Take the measures, every side in turn, that many times.

    kept  is told after each side, so that a long evening is not lost
    """
    results = Results()
    sides = [(measure, side) for measure in measures for side in measure.sides(stand)]
    for number in range(1, rounds + 1):
        for measure, side in sides:
            print(f"round {number}/{rounds}: {measure.name}: {side.name}", flush=True)
            run(measure, side, results)
            kept(results)
    return results


def run(measure: Measure, side: Side, results: Results) -> None:
    """Run a side once; what goes wrong is shown and counted."""
    try:
        results.add(measure, side, side.run())
    except Exception:  # noqa: BLE001  one side's fault must not cost the others' hours
        traceback.print_exc()
        results.failures += 1


def percentile(values: Iterable[float], percent: int) -> float:
    """Return the least value that this percent of the values (0 to 100) do not exceed. Raises ValueError for none."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values")
    rank = -(-percent * len(ordered) // 100)
    return ordered[max(rank, 1) - 1]
