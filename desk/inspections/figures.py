"""Figures of the boards: counts by clause, institution, month and section; a month of days. Pure."""

import calendar
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from accounts.localdays import local_day
from inspections.models import Session

HEATS = 4
Key = TypeVar("Key", bound=Hashable)
Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Bar:
    """One line of a chart: its words, how many, and how long the bar is in percent of the longest."""

    label: str
    count: int
    percent: int


def bars(counted: Counter[str], *, most: int | None = None) -> list[Bar]:
    """Return counts as bars, the longest first."""
    rows = counted.most_common(most)
    return [Bar(label, count, percent_of(count, rows[0][1])) for label, count in rows]


def in_order(counted: Counter[str]) -> list[Bar]:
    """Return counts of months as bars in their order: 2026-05 is shown as 05/2026."""
    longest = max(counted.values(), default=0)
    return [
        Bar("/".join(reversed(month.split("-"))), counted[month], percent_of(counted[month], longest))
        for month in sorted(counted)
    ]


def percent_of(count: int, longest: int) -> int:
    """Return a count in percent of the longest."""
    return round(100 * count / longest) if longest else 0


def named(counted: Mapping[Key, int], name_of: Callable[[Key], Name]) -> Counter[Name]:
    """Return counts under other names; those that come to share one are added up."""
    found: Counter[Name] = Counter()
    for key, count in counted.items():
        found[name_of(key)] += count
    return found


@dataclass(frozen=True)
class Cell:
    """One cell of a heat map: how many, and how dark from 0 to 4."""

    count: int
    heat: int


@dataclass(frozen=True)
class HeatMap:
    """Institutions by sections."""

    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Cell], int]]


def heat_map(counted: Counter[tuple[str, str]]) -> HeatMap:
    """Return counts by institution and section as a table, the worst institution first."""
    columns = sorted({section for _, section in counted})
    most = max(counted.values(), default=0)

    def cell(name: str, section: str) -> Cell:
        count = counted[name, section]
        return Cell(count, -(-HEATS * count // most) if most else 0)

    totals = Counter({name: 0 for name, _ in counted})
    for (name, _), count in counted.items():
        totals[name] += count
    rows = [(name, [cell(name, each) for each in columns], total) for name, total in totals.most_common()]
    return HeatMap(columns, rows)


def month(
    year: int, number: int, sessions: Sequence[Session]
) -> list[list[tuple[date, bool, list[Session]]]]:
    """Return the weeks of a month, Monday first: each day, whether it is of this month, its sessions."""
    by_day = grouped(sessions, lambda each: local_day(each.starts_at))
    weeks = calendar.Calendar().monthdatescalendar(year, number)
    return [[(day, day.month == number, by_day.get(day, [])) for day in week] for week in weeks]


def grouped(rows: Iterable[Any], key: Callable[[Any], Hashable]) -> dict[Any, list[Any]]:
    """Return rows by a key, in their order."""
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found
