"""A map drawn of coordinates alone, to scale, north above, without anybody's tiles. Pure.

Equirectangular around the middle of the places: within a province, true to a few parts in a thousand. The list beside
it is of equal worth; its numbers are the map's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from inspections.models import Target

WIDTH, HEIGHT, MARGIN = 1000, 600, 40
KILOMETRES_A_DEGREE = 111.32
BARS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Lengths a scale bar may stand for, in kilometres."""
LONGEST_BAR = WIDTH / 4
MOST_NUMBERED = 40
"""Up to so many places have their number on the map; more are dots, named when pointed at or reached by key."""
LARGE, SMALL = 22, 8


@dataclass(frozen=True)
class Place:
    """Where an institution is inspected: degrees north and east, and its number in the list."""

    number: int
    target: Target
    latitude: float
    longitude: float


@dataclass(frozen=True)
class Point:
    """One place on the map, in its own units."""

    number: int
    x: int
    y: int
    target: Target


@dataclass(frozen=True)
class Drawing:
    """The map.

    radius     of a point; bar, length of the scale bar, 0 where all places are one; kilometres, what it stands for
    is_numbered  whether the points bear their numbers
    """

    points: Sequence[Point]
    bar: int = 0
    kilometres: float = 0
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def is_numbered(self) -> bool:
        """Whether there is room for numbers."""
        return len(self.points) <= MOST_NUMBERED

    @property
    def radius(self) -> int:
        """How large a point is."""
        return LARGE if self.is_numbered else SMALL


def drawn(places: Sequence[Place]) -> Drawing:
    """Return the map of places; one place alone stands in the middle."""
    if not places:
        return Drawing(())
    norths = [each.latitude for each in places]
    narrowing = cos(radians((min(norths) + max(norths)) / 2))
    easts = [each.longitude * narrowing for each in places]
    scale = scale_of(spread(easts), spread(norths))
    points = [
        Point(
            each.number,
            round(WIDTH / 2 + (east - middle(easts)) * scale),
            round(HEIGHT / 2 - (each.latitude - middle(norths)) * scale),
            each.target,
        )
        for each, east in zip(places, easts, strict=True)
    ]
    bar, kilometres = bar_of(scale)
    return Drawing(points, bar, kilometres)


def scale_of(east: float, north: float) -> float:
    """Return units of the map a degree, so that all places are on it; 0 where all places are one."""
    fits = [
        (length - 2 * MARGIN) / degrees for length, degrees in ((WIDTH, east), (HEIGHT, north)) if degrees > 0
    ]
    return min(fits, default=0.0)


def bar_of(scale: float) -> tuple[int, float]:
    """Return the longest round scale bar that is not in the way, and its kilometres."""
    units = scale / KILOMETRES_A_DEGREE
    fitting = [kilometres for kilometres in BARS if kilometres * units <= LONGEST_BAR]
    return (round(fitting[-1] * units), fitting[-1]) if scale and fitting else (0, 0)


def spread(values: Sequence[float]) -> float:
    """Return how far values lie apart."""
    return max(values) - min(values)


def middle(values: Sequence[float]) -> float:
    """Return the value half way between the ends."""
    return (max(values) + min(values)) / 2
